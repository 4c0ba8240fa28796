import { type Random, seededRandom } from "#lib/effects/index.ts";
import type { Chunk, Question, QuestionKind, VideoKey } from "#lib/records/index.ts";
import type { Language } from "#lib/text/index.ts";
import { draftDetail } from "./detailQuestion.ts";
import { Material } from "./material.ts";
import type { ReadChunk } from "./readChunk.ts";
import { stemOf } from "./stems.ts";
import { type Draft, draftTopic } from "./topicQuestion.ts";
import type { Topic } from "./topics.ts";

/** The cloze writer's name and version, as its questions carry them. */
export const clozeWriter = { name: "cloze", version: "2" } as const;

export interface WrittenQuestions {
  /** In the order of platform, video, chunk, and topic before detail. */
  questions: Question[];
  /** Questions that were not written, by reason. */
  skipped: Record<string, number>;
}

/**
 * Writes up to two questions a chunk without a language model: which topic came up, and what was said of it. Wrong choices
 * are made by the same procedure from other chunks and videos of the same language and name their chunk. A chunk that cannot
 * carry a good question gets none, and the reason is counted. The result depends on the set of chunks and the seed, not on
 * their order.
 *
 * @param input.chunks all chunks of the study: they are each other's wrong choices
 * @example
 * const { questions, skipped } = writeQuestions({ chunks, languageOf: () => "en", seed: "1" });
 */
export function writeQuestions(input: {
  chunks: readonly Chunk[];
  languageOf: (video: VideoKey) => Language;
  seed: string;
}): WrittenQuestions {
  const chunks = input.chunks.slice().sort(byKey);
  const languages = chunks.map((chunk) => input.languageOf(chunk.video));
  const found = new Map<string, Question[]>();
  const skipped: Record<string, number> = {};
  for (const language of new Set(languages)) {
    const material = new Material(
      chunks.filter((_, i) => languages[i] === language),
      language,
    );
    for (const chunk of material.chunks) {
      const result = writeForChunk(material, chunk, input.seed);
      found.set(chunk.name, result.questions);
      for (const { choices, answer } of result.questions)
        for (const text of choices.filter((_, i) => i !== answer)) material.countUse(text);
      for (const reason of result.reasons) skipped[reason] = (skipped[reason] ?? 0) + 1;
    }
  }
  return { questions: chunks.flatMap((chunk) => found.get(nameOf(chunk))!), skipped };
}

/** Lots drawn for each topic before the next is tried; then the best topic is taken with choices that match less well. */
const lots = 4;

function writeForChunk(
  material: Material,
  chunk: ReadChunk,
  seed: string,
): { questions: Question[]; reasons: string[] } {
  const topics = material.topics(chunk);
  if (topics.length === 0) return { questions: [], reasons: ["topic: nothing salient", "detail: no topic"] };
  let topicAlone: Question | null = null;
  const attempts = [
    ...topics.flatMap((topic) => Array.from({ length: lots }, (_, lot) => ({ topic, lot, strict: true }))),
    ...topics.map((topic) => ({ topic, lot: lots, strict: false })),
  ];
  for (const { topic, lot, strict } of attempts) {
    const random = seededRandom(`${seed}|${chunk.name}|${topic.phrase.key}|${lot}`);
    const write = (kind: QuestionKind, draft: Draft | null) =>
      draft && question({ chunk, kind, topic, draft, random, seed });
    const first = write("topic", draftTopic(material, chunk, topic, random, strict));
    if (!first) continue;
    const second = write("detail", draftDetail(material, chunk, topic, random, strict));
    if (second) return { questions: [first, second], reasons: [] };
    topicAlone ??= first;
  }
  if (topicAlone) return { questions: [topicAlone], reasons: ["detail: too little said of any topic"] };
  return { questions: [], reasons: ["topic: too few wrong choices", "detail: no topic"] };
}

function question(parts: {
  chunk: ReadChunk;
  kind: QuestionKind;
  topic: Topic;
  draft: Draft;
  random: Random;
  seed: string;
}): Question {
  const { chunk, kind, topic, draft } = parts;
  const choices = parts.random.shuffle([draft.right, ...draft.wrong]);
  return {
    id: `${chunk.name}/${kind}`,
    chunk: chunk.key,
    kind,
    language: chunk.language,
    stem: stemOf(kind, chunk.language, topic.phrase.surface),
    choices: choices.map((choice) => choice.text),
    answer: choices.indexOf(draft.right),
    evidence: draft.evidence.map((line) => ({ line, source: chunk.sources[line]! })),
    distractorsFrom: choices.map((choice) => (choice === draft.right ? null : choice.from.key)),
    writer: { ...clozeWriter, seed: parts.seed },
  };
}

const nameOf = (chunk: Chunk) => `${chunk.video.platform}/${chunk.video.id}/${chunk.index}`;

function byKey(a: Chunk, b: Chunk): number {
  const [x, y] = [`${a.video.platform}/${a.video.id}`, `${b.video.platform}/${b.video.id}`];
  return x < y ? -1 : x > y ? 1 : a.index - b.index;
}
