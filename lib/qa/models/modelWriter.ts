import type { ModelRequest } from "#lib/llm/index.ts";
import type { Chunk, Question, Study, StudyModel, VideoKey } from "#lib/records/index.ts";
import { codePointLength, type Language } from "#lib/text/index.ts";
import { AskQueue } from "../ask/askQueue.ts";
import { throwFailed } from "../ask/throwFailed.ts";
import { type Prompt, readPrompt } from "../prompts/readPrompt.ts";
import { chunkName } from "../write/readChunk.ts";
import { stemTemplate } from "../write/stems.ts";
import type { WrittenQuestions } from "../write/writeQuestions.ts";
import { settingsOf } from "./answerRequest.ts";
import { askModel } from "./askModel.ts";
import { chunkPrefix } from "./chunkPrefix.ts";
import { modelVersion } from "./modelVersion.ts";
import type { OpenModel } from "./openModel.ts";
import { draftSchema, readDraft } from "./readDraft.ts";

const ordinaryAttempts = 3;

/** The entry of a study's models that writes its questions, its settings, and how often it is asked about a chunk. */
export function writerOf({ writer, models = {} }: Pick<Study, "writer" | "models">) {
  const entry = writer.model ?? "";
  return { entry, settings: models[entry]!, attempts: writer.attempts ?? ordinaryAttempts };
}

/** The version of a study's writer that is a model. */
export function writerVersion(study: Pick<Study, "writer" | "models">): string {
  return modelVersion([writerOf(study).settings], [readPrompt("write")]);
}

/** What a writer is asked about a chunk. */
export function writeRequest(
  settings: StudyModel,
  prompt: Prompt,
  language: Language,
  chunk: Chunk,
  draw: number,
): ModelRequest {
  const values = { topicStem: stemTemplate("topic", language), detailStem: stemTemplate("detail", language) };
  return {
    prefix: chunkPrefix(prompt, language, chunk, values),
    ask: `\n${prompt.section(language, "ask")}`,
    schema: draftSchema(),
    ...settingsOf(settings),
    draw,
    videos: [chunk.video],
  };
}

/** Whether a chunk is given to a writer: one that is too short is never scored. */
export function isLongEnough(study: Pick<Study, "gates">, { lines }: Chunk): boolean {
  const size = lines.reduce((sum, { text }) => sum + codePointLength(text), 0);
  return size > 0 && size >= study.gates.minCombinedChars;
}

/**
 * Has a model write two questions for each chunk that is long enough to be scored. What cannot be used is asked for again, with
 * another draw, so many times; how often it was rejected and which chunks got none is counted in `skipped`.
 *
 * @throws TransientError when a chunk had no reply; errors that stop a run as they are
 */
export async function writeByModel(
  study: Study,
  material: { chunks: readonly Chunk[]; languageOf: (video: VideoKey) => Language },
  options: { open: OpenModel; signal?: AbortSignal },
): Promise<WrittenQuestions> {
  const { entry, settings, attempts } = writerOf(study);
  const { open, signal } = options;
  const prompt = readPrompt("write");
  const writer = { name: `model:${entry}`, version: writerVersion(study), seed: study.seed };
  const queue = new AskQueue(settings.concurrency, signal);
  const chunks = material.chunks.slice().sort(byKey);
  const written = new Map<Chunk, Question[]>();
  const reasons: string[] = [];

  /** Asks for one chunk's questions; true where they came or there is no use in going on. */
  const draft = async (chunk: Chunk, draw: number): Promise<boolean> => {
    const language = material.languageOf(chunk.video);
    let isOver = true;
    await queue.ask(async () => {
      const { reply } = await askModel(open(entry), writeRequest(settings, prompt, language, chunk, draw), signal);
      const read = readDraft(reply.outcome, { chunk, language, writer });
      if ("questions" in read) written.set(chunk, read.questions);
      else {
        reasons.push(`drafts rejected (${read.reason})`);
        isOver = false;
      }
    }, draw > 0);
    return isOver;
  };
  const write = async (chunk: Chunk): Promise<void> => {
    if (!isLongEnough(study, chunk)) {
      reasons.push("chunks too short to be scored");
      return;
    }
    for (let draw = 0; draw < attempts; draw++) if (await draft(chunk, draw)) return;
    reasons.push(`chunks given up after ${attempts} drafts`);
  };
  await Promise.all(chunks.map(write));
  throwFailed([queue], `${written.size} chunks have their questions.`, signal);
  const skipped: Record<string, number> = {};
  for (const reason of reasons.sort()) skipped[reason] = (skipped[reason] ?? 0) + 1;
  return { questions: chunks.flatMap((chunk) => written.get(chunk) ?? []), skipped };
}

function byKey(a: Chunk, b: Chunk): number {
  const [x, y] = [a, b].map((chunk) => chunkName(chunk).slice(0, -String(chunk.index).length));
  return x! < y! ? -1 : x! > y! ? 1 : a.index - b.index;
}
