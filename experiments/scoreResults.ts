import { z } from "zod";
import { InputError } from "#lib/errors.ts";
import { type Defect, scoreAnswers } from "#lib/qa/index.ts";
import { Answer, Chunk, Frame, Question, Study, VideoKey } from "#lib/records/index.ts";
import type { BundleEntry } from "#lib/replay/index.ts";
import { longEnough } from "./longEnough.ts";
import type { StudyResults } from "./studyResults.ts";

const count = z.number().nonnegative();
const Language = z.enum(["ja", "ko", "en"]);

const Stream = z.strictObject({
  video: VideoKey,
  language: z.string(),
  /** The language by whose rules its questions are read. */
  reads: Language,
  messages: count,
  authors: count,
  kinds: z.record(z.string(), count),
  utterances: count,
  chatChars: count,
  speechChars: count,
  lengthMs: count,
  chunks: count,
  chunksWithChat: count,
});

const Sheet = z.strictObject({
  coder: z.string(),
  codes: z.array(z.tuple([z.string(), z.array(z.custom<Defect>((code) => typeof code === "string"))])),
  fingerprints: z.array(z.tuple([z.string(), z.string()])),
});

/**
 * A study's results out of a bundle of scores; the lines of its chunks are not there.
 *
 * @param path of the bundle, for messages
 * @throws InputError where a part is missing or not of its shape
 */
export function scoreResults(entries: readonly BundleEntry[], path: string): StudyResults {
  const part = <T>(name: string, schema: z.ZodType<T>): T => {
    const entry = entries.find((one) => one.name === name);
    const parsed = entry && schema.safeParse(JSON.parse(Buffer.from(entry.bytes).toString("utf8")));
    if (parsed?.success) return parsed.data;
    const found = parsed
      ? `${parsed.error.issues[0]?.path.join(".")}: ${parsed.error.issues[0]?.message}`
      : "no such part";
    throw new InputError(
      `${path}, ${name}: ${found}. The bundle is of another version: make it again, or use that version.`,
    );
  };
  const study = part("study.json", Study);
  const streams = part("streams.json", z.array(Stream));
  const languages = new Map(streams.map(({ video, reads }) => [`${video.platform}/${video.id}`, reads]));
  const chunks = part("chunks.json", z.array(Chunk));
  const questions = part("questions.json", z.array(Question));
  const answers = part("answers.json", z.array(Answer));
  const passes = longEnough(chunks, study.gates.minCombinedChars);
  return {
    study,
    frame: part("frame.json", Frame.nullable()),
    streams: streams.map(({ reads: _, ...stream }) => stream),
    chunks,
    languageOf: ({ platform, id }) => languages.get(`${platform}/${id}`) ?? "en",
    questions,
    answers,
    items: scoreAnswers(questions, answers, { invalid: "excluded", passes }),
    sheets: part("sheets.json", z.array(Sheet)).map(({ coder, codes, fingerprints }) => ({
      coder,
      codes: new Map(codes),
      fingerprints: new Map(fingerprints),
    })),
  };
}
