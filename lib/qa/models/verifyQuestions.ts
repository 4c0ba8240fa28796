import { z } from "zod";
import type { ModelOutcome, ModelRequest } from "#lib/llm/index.ts";
import type { Chunk, ChunkKey, Question, Study, StudyModel, Verification } from "#lib/records/index.ts";
import { AskQueue } from "../ask/askQueue.ts";
import { throwFailed } from "../ask/throwFailed.ts";
import { fence } from "../prompts/fence.ts";
import { numberedChoices } from "../prompts/numberedLines.ts";
import { fillPrompt, type Prompt, readPrompt } from "../prompts/readPrompt.ts";
import { recoverJson } from "../protocols/recoverJson.ts";
import { languageOf } from "../read/languageOf.ts";
import { objectOf, settingsOf } from "./answerRequest.ts";
import { askModel } from "./askModel.ts";
import { chunkPrefix } from "./chunkPrefix.ts";
import { modelVersion } from "./modelVersion.ts";
import type { OpenModel } from "./openModel.ts";

const Reply = z.object({ right: z.array(z.number().int()), lines: z.array(z.number().int()) });

/** The version of a study's verifier; null where it has none. */
export function verifierVersion({ verifier, models = {} }: Pick<Study, "verifier" | "models">): string | null {
  return verifier ? modelVersion([models[verifier.model]!], [readPrompt("verify")]) : null;
}

/**
 * Has a second model look for the answer of each question in its chunk. It is told neither the answer nor the writer's lines, so
 * that its agreement means something; its lines say anew whether chat or speech tells the answer. The choices are shown in the
 * order as written, which the writer's seed has shuffled.
 *
 * @throws TransientError when a question had no reply; errors that stop a run as they are
 */
export async function verifyQuestions(
  study: Study,
  chunks: readonly Chunk[],
  questions: readonly Question[],
  options: { open: OpenModel; signal?: AbortSignal },
): Promise<Question[]> {
  const entry = study.verifier?.model;
  const version = verifierVersion(study);
  if (entry === undefined || version === null) return questions.slice();
  const settings = study.models![entry]!;
  const { open, signal } = options;
  const prompt = readPrompt("verify");
  const known = new Map(chunks.map((chunk) => [nameOf(chunk), chunk]));
  const queue = new AskQueue(settings.concurrency, signal);
  const verified = new Map<string, Verification>();
  const verify = async (question: Question) => {
    const chunk = known.get(nameOf(question.chunk))!;
    const { reply, usage } = await askModel(open(entry), verifyRequest(settings, prompt, question, chunk), signal);
    verified.set(question.id, { by: `model:${entry}`, version, ...readVerdict(reply.outcome, question, chunk), usage });
  };
  const groups = new Map<string, (() => Promise<void>)[]>();
  for (const question of questions) {
    const name = nameOf(question.chunk);
    groups.set(name, [...(groups.get(name) ?? []), () => verify(question)]);
  }
  await Promise.all([...groups.values()].map((group) => queue.askGroup(group)));
  throwFailed([queue], `${verified.size} questions are verified.`, signal);
  return questions.map((question) => ({ ...question, verified: verified.get(question.id)! }));
}

/** What a verifier is asked about a question. */
export function verifyRequest(settings: StudyModel, prompt: Prompt, question: Question, chunk: Chunk): ModelRequest {
  const language = languageOf(question);
  const { stem, choices } = question;
  const shown = { question: fence([stem, ...numberedChoices(choices)]), last: String(choices.length - 1) };
  return {
    prefix: chunkPrefix(prompt, language, chunk),
    ask: `\n${fillPrompt(prompt.section(language, "ask"), shown)}`,
    schema: verifySchema(choices.length),
    ...settingsOf(settings),
    draw: 0,
    videos: [chunk.video, ...question.distractorsFrom.flatMap((from) => from?.video ?? [])],
  };
}

/** What a verifier's reply says of a question. */
export function readVerdict(
  outcome: ModelOutcome,
  question: Pick<Question, "choices" | "answer">,
  chunk: Pick<Chunk, "lines">,
): Pick<Verification, "outcome" | "right" | "evidence"> {
  const read = Reply.safeParse(outcome.status === "ok" ? recoverJson(outcome.text) : null);
  if (!read.success) return unread();
  const right = inOrder(read.data.right);
  const lines = inOrder(read.data.lines);
  const isThere =
    right.every((i) => i >= 0 && i < question.choices.length) && lines.every((line) => chunk.lines[line - 1]);
  if (!isThere) return unread();
  const evidence = lines.map((line) => ({ line: line - 1, source: chunk.lines[line - 1]!.source }));
  const found =
    right.length === 0 ? "none" : right.length > 1 ? "several" : right[0] === question.answer ? "agrees" : "another";
  return { outcome: found, right, evidence };
}

const unread = (): ReturnType<typeof readVerdict> => ({ outcome: "unread", right: [], evidence: [] });

function verifySchema(choices: number): Record<string, unknown> {
  return objectOf({
    right: { type: "array", items: { type: "integer", minimum: 0, maximum: choices - 1 } },
    lines: { type: "array", items: { type: "integer", minimum: 1 } },
  });
}

const inOrder = (numbers: readonly number[]) => [...new Set(numbers)].sort((a, b) => a - b);
const nameOf = ({ video, index }: ChunkKey) => `${video.platform}/${video.id}/${index}`;
