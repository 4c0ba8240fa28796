import type { Corpus } from "#lib/corpus/index.ts";
import type { ModelRequest } from "#lib/llm/index.ts";
import type { Question, Study } from "#lib/records/index.ts";
import { armBodies } from "../arms/armBodies.ts";
import { shownHash, shownTo, videosOf } from "../ask/askReader.ts";
import { judgeRequest } from "../models/judgeRequest.ts";
import { readPrompt } from "../prompts/readPrompt.ts";
import type { Reader } from "../read/reader.ts";
import { readerNamed } from "../read/readerNamed.ts";
import { shownQuestion } from "../read/shownQuestion.ts";
import { askingsOf, donorsOf, findKnown, isOf, openFiles } from "./answerFiles.ts";
import type { PlannedCalls } from "./estimateRow.ts";
import type { StudyMaterial } from "./studyMaterial.ts";

/** Tokens of ordinary replies in JSON, without thoughts. */
const replyTokens = { answer: 8, free: 20, judge: 8 };
/** What a free answer is taken for before it is given. */
const someAnswer = "an answer of ordinary length";

/** The requests of a study's readers that are models, without those that are answered: each once, also where two arms show the same. */
export async function planAsking(
  corpus: Corpus,
  study: Study,
  { chunks, languageOf, videos }: StudyMaterial,
  questions: readonly Question[],
): Promise<PlannedCalls[]> {
  const { seed, models } = study;
  const readers = study.readers
    .map((name) => readerNamed(name, { seed, models, questions: [], chunks: [] }))
    .filter(({ asksModel }) => asksModel !== undefined);
  const bodiesOf = armBodies({ chunks, languageOf, seed });
  const requests = new Map<Reader, ModelRequest[]>(readers.map((reader) => [reader, []]));
  const judging = new Map<Reader, ModelRequest[]>(readers.map((reader) => [reader, []]));
  for (const video of readers.length > 0 ? videos : []) {
    const files = await openFiles(corpus, study, readers, video);
    for (const chunk of chunks.filter((one) => isOf(one, video))) {
      const own = questions.filter((question) => isOf(question.chunk, video) && question.chunk.index === chunk.index);
      const bodies = bodiesOf(chunk, own.flatMap(donorsOf));
      const askings = own.flatMap((question) => askingsOf(study, question));
      const planned = new Set<string>();
      for (const file of files) {
        const { reader, arm } = file;
        const shown = bodies.show(arm);
        const seen = shownTo(reader, arm, shown);
        if (seen === "notApplicable") continue;
        const known = findKnown(file, shown, askings, seed);
        askings.forEach(({ question, order, draw }, i) => {
          const asked = shownQuestion(question, order);
          // One reply of a reader that sees no choices serves all orders.
          const name = `${reader.name} ${shownHash(asked, seen, reader)} ${draw}`;
          if (known[i] || planned.has(name)) return;
          planned.add(name);
          const context = { draw, videos: videosOf(question, seen) };
          requests.get(reader)!.push(reader.requestOf!(asked, seen, context));
          const judge = reader.asksModel!.judge;
          if (judge === undefined) return;
          const request = judgeRequest(models![judge]!, readPrompt("judge"), asked, someAnswer, context);
          judging.get(reader)!.push(request);
        });
      }
    }
  }
  return readers.flatMap((reader) => {
    const { entry, judge } = reader.asksModel!;
    const own = { who: reader.name, entry, requests: requests.get(reader)! };
    if (judge === undefined) return [{ ...own, replyTokens: replyTokens.answer }];
    return [
      { ...own, replyTokens: replyTokens.free },
      {
        who: `judge of ${reader.name}`,
        entry: judge,
        requests: judging.get(reader)!,
        replyTokens: replyTokens.judge,
        maybe: 1,
      },
    ];
  });
}
