import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { chunkStream } from "#lib/chunk/index.ts";
import { vtt, zoomChat } from "#lib/formats/index.ts";
import { armBodies, askReader, readerNamed, type ScoredItem, scoreAnswers, writeQuestions } from "#lib/qa/index.ts";
import { type Answer, Arm, type ChatMessage, type Chunk, type Question, type Utterance } from "#lib/records/index.ts";
import type { Language } from "#lib/text/index.ts";
import { readAll } from "../formats/readAll.ts";
import { readSpeech } from "../formats/readSpeech.ts";

const root = process.env.LIVECORPUS_REAL;
if (!root) throw new Error("LIVECORPUS_REAL: expected the folder of real data, found nothing. Set it and run again.");

const settings = { windowSeconds: 600, overlapSeconds: 0, lagSeconds: 0 };
const names = ["sliding-window", "sliding-window-distance", "bm25", "choices-only"];

async function pair(name: string): Promise<Chunk[]> {
  const file = (each: string) => readFileSync(`${root}/pairs/${name}/${each}`);
  const chat = await readAll(zoomChat, file("chat.txt"));
  const speech = await readSpeech(vtt, file("transcript.vtt"), {}, 1 << 16);
  const messages: ChatMessage[] = chat.messages.map(({ index, author, atMs = 0, ...rest }) => ({
    ...rest,
    id: `m${index}`,
    atMs,
    author: author.name,
    origin: { file: "chat.txt", index },
  }));
  const utterances: Utterance[] = speech.utterances.map(({ index, ...each }) => ({ id: `u${index}`, ...each }));
  return [...chunkStream({ video: { platform: "other", id: name }, messages, utterances, settings })];
}

/** Japanese speech of whole streams: start, end and text in seconds. */
function speechOnly(file: string): Chunk[] {
  const rows = readFileSync(`${root}/transcripts/${file}`, "utf8").split("\n").slice(1);
  const utterances: Utterance[] = rows.flatMap((row, i) => {
    const [start, end, ...text] = row.split(",");
    const [startMs, endMs] = [Math.round(Number(start) * 1000), Math.round(Number(end) * 1000)];
    return text.length === 0 ? [] : [{ id: `u${i}`, startMs, endMs, text: text.join(",") }];
  });
  return [...chunkStream({ video: { platform: "other", id: file }, messages: [], utterances, settings })];
}

async function study(chunks: Chunk[], language: Language): Promise<{ questions: Question[]; items: ScoredItem[] }> {
  const languageOf = () => language;
  const { questions } = writeQuestions({ chunks, languageOf, seed: "1" });
  const bodiesOf = armBodies({ chunks, languageOf, seed: "1" });
  const answers: Answer[] = [];
  for (const chunk of chunks) {
    const own = questions.filter(({ chunk: of }) => of.video.id === chunk.video.id && of.index === chunk.index);
    const bodies = bodiesOf(
      chunk,
      own.flatMap(({ distractorsFrom }) => distractorsFrom.flatMap((from) => from ?? [])),
    );
    const askings = own.map((question) => ({ question, order: [0, 1, 2, 3], draw: 0 }));
    for (const name of names)
      for (const arm of Arm.options) {
        const reader = readerNamed(name, { seed: `${arm}`, questions, chunks });
        answers.push(...(await askReader(reader, arm, bodies.show(arm), askings)));
      }
  }
  return { questions, items: scoreAnswers(questions, answers, { invalid: "excluded" }) };
}

function accuracy(items: readonly ScoredItem[], reader: string, arm: Arm): number {
  const scores = items.flatMap((item) => (item.reader === reader && item.arm === arm ? (item.score ?? []) : []));
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

describe("questions without a key on sixteen real calls", () => {
  let calls: { questions: Question[]; items: ScoredItem[] };
  beforeAll(async () => {
    const folders = readdirSync(`${root}/pairs`).filter((name) => name.startsWith("ethereum_"));
    expect(folders).toHaveLength(16);
    calls = await study((await Promise.all(folders.map(pair))).flat(), "en");
  });

  it("are two for nearly every part", () => {
    expect(calls.questions.length).toBeGreaterThan(290);
  });

  it("are read right by the best reader in 60 to 95 of 100 cases, when it sees everything", () => {
    const best = Math.max(...names.map((name) => accuracy(calls.items, name, "combined")));
    expect(best).toBeGreaterThan(0.6);
    expect(best).toBeLessThan(0.95);
  });

  it("need the speech: chat alone is clearly worse, speech alone nearly as good", () => {
    const combined = accuracy(calls.items, "bm25", "combined");
    expect(combined - accuracy(calls.items, "bm25", "chat")).toBeGreaterThan(0.15);
    expect(combined - accuracy(calls.items, "bm25", "speech")).toBeLessThan(0.1);
    expect(accuracy(calls.items, "bm25", "chat")).toBeGreaterThan(0.4);
  });

  it("give nothing away: by the choices, without a body, or by another call's chat readers are at chance", () => {
    const margin = 4 * Math.sqrt((0.25 * 0.75) / calls.questions.length);
    for (const [reader, arm] of [
      ["choices-only", "combined"],
      ["bm25", "none"],
      ["sliding-window-distance", "none"],
      ["bm25", "otherChat"],
      ["sliding-window-distance", "otherChat"],
    ] as const)
      expect(Math.abs(accuracy(calls.items, reader, arm) - 0.25), `${reader} ${arm}`).toBeLessThan(margin);
  });
});

it("Japanese streams give questions that speech answers, on compounds and never on kana alone", async () => {
  const files = readdirSync(`${root}/transcripts`).filter((name) => name.endsWith(".csv"));
  const { questions, items } = await study(files.flatMap(speechOnly), "ja");
  expect(files).toHaveLength(3);
  expect(questions.length).toBeGreaterThan(60);
  expect(accuracy(items, "bm25", "speech")).toBeGreaterThan(0.6);
  const terms = questions.flatMap(({ choices }) => choices.flatMap((choice) => choice.split("、")));
  expect(terms.filter((term) => /^\p{Script=Hiragana}+$/u.test(term))).toEqual([]);
});
