import { readFile } from "node:fs/promises";
import { basename, isAbsolute, join } from "node:path";
import { chunkVariant } from "#lib/chunk/index.ts";
import { readMessageBatches, readUtterances } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import type { LineContext } from "#lib/line/index.ts";
import {
  type CodedSheet,
  checkSheet,
  readAuditSheet,
  readStudyAnswers,
  readStudyMaterial,
  readStudyQuestions,
  scoreAnswers,
} from "#lib/qa/index.ts";
import type { Chunk, Question, Video } from "#lib/records/index.ts";
import { longEnough } from "./longEnough.ts";
import { readSpeechQuality } from "./readSpeechQuality.ts";
import type { StreamSummary, StudyResults } from "./studyResults.ts";

/**
 * Reads all that the experiments need of a study whose line has run. Chunks shorter than the study's gate are left out
 * here, when scoring, so that no answer is destroyed.
 */
export async function collectResults(context: LineContext): Promise<StudyResults> {
  const { study, frame = null, corpus } = context;
  const material = await readStudyMaterial(corpus, study, chunkVariant(study.chunk), frame);
  const questions = await readStudyQuestions(corpus, study, material.videos, frame);
  const answers = [];
  for await (const answer of readStudyAnswers(corpus, study, material.videos)) answers.push(answer);
  const streams: StreamSummary[] = [];
  for (const video of material.videos) {
    const own = material.chunks.filter((chunk) => nameOf(chunk.video) === nameOf(video));
    // What the study says of a stream, also where its questions are written by the rules of another language.
    streams.push({ language: video.language ?? material.languageOf(video), ...(await summarise(context, video, own)) });
  }
  const passes = longEnough(material.chunks, study.gates.minCombinedChars);
  const items = scoreAnswers(questions, answers, { invalid: "excluded", passes });
  const sheets = await readSheets(context, questions);
  const { chunks, languageOf } = material;
  const speechQuality = await readSpeechQuality(context, chunks);
  const accepted = study.gates.accept.map(({ gate, because }) => `The gate ${gate} may fail here, because: ${because}`);
  const noted = { ...study, notes: [...study.notes, ...accepted] };
  const asked = { questions, answers, items, sheets, speechQuality };
  return { study: noted, frame, streams, chunks: chunks.slice(), languageOf, ...asked };
}

async function readSheets({ study, folder }: LineContext, questions: readonly Question[]): Promise<CodedSheet[]> {
  const sheets: CodedSheet[] = [];
  // One after another, so that the first that cannot be read is the one that is named.
  for (const file of study.audit) {
    const text = await readSheet(isAbsolute(file) ? file : join(folder, file));
    const sheet = readAuditSheet(text, basename(file, ".csv"));
    checkSheet(sheet, questions);
    sheets.push(sheet);
  }
  return sheets;
}

async function readSheet(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new InputError(
      `${path}: the coded sheet cannot be read (${(cause as NodeJS.ErrnoException).code}). Correct audit in study.yaml.`,
      { cause },
    );
  }
}

const nameOf = ({ platform, id }: Pick<Video, "platform" | "id">) => `${platform}/${id}`;

async function summarise({ corpus, study }: LineContext, video: Video, chunks: readonly Chunk[]) {
  const kinds: Record<string, number> = {};
  const authors = new Set<string>();
  let messages = 0;
  let lastMs = 0;
  for await (const batch of readMessageBatches(corpus, video))
    for (const message of batch) {
      messages++;
      kinds[message.kind] = (kinds[message.kind] ?? 0) + 1;
      authors.add(message.author);
      lastMs = Math.max(lastMs, message.atMs);
    }
  let utterances = 0;
  for await (const utterance of readUtterances(corpus, video, study.chunk.speech)) {
    utterances++;
    lastMs = Math.max(lastMs, utterance.endMs);
  }
  return {
    video,
    messages,
    authors: authors.size,
    kinds,
    utterances,
    chatChars: chunks.reduce((sum, chunk) => sum + chunk.counts.chatChars, 0),
    speechChars: chunks.reduce((sum, chunk) => sum + chunk.counts.speechChars, 0),
    lengthMs: video.durationMs ?? lastMs,
    chunks: chunks.length,
    chunksWithChat: chunks.filter((chunk) => chunk.counts.chatLines > 0).length,
  };
}
