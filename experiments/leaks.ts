import type { Random } from "#lib/effects/index.ts";
import { evidenceOf, type GateInput } from "#lib/qa/index.ts";
import type { Answer, Chunk, ChunkKey, GateName, Question } from "#lib/records/index.ts";

/** One way in which a study can leak: how it is put into a copy of the study's records. */
export interface Leak {
  gate: GateName;
  name: string;
  /** What a rate is a share of. */
  of: string;
  /** How many records it can be put into; nothing can be shown of a study that has none. */
  among(input: GateInput): number;
  /** The records with the leak in this share of them, in one at least. */
  inject(input: GateInput, share: number, random: Random): GateInput;
}

/** The leaks that the gates are there for. */
export const leaks: readonly Leak[] = [
  {
    gate: "answerInChat",
    name: "a viewer types the answer, and the evidence does not name the line",
    of: "questions with evidence in speech alone",
    among: (input) => heardAlone(input).length,
    inject(input, share, random) {
      const typed = draw(heardAlone(input), share, random);
      const chunks = input.chunks.map((chunk) => {
        const own = typed.filter((question) => isSame(question.chunk, chunk));
        const lines = own.map((question) => ({
          source: "CHAT" as const,
          ref: "leak",
          atMs: chunk.startMs,
          text: question.choices[question.answer]!,
        }));
        return own.length === 0 ? chunk : { ...chunk, lines: [...chunk.lines, ...lines] };
      });
      return { ...input, chunks };
    },
  },
  {
    gate: "guessable",
    name: "a reader knows the answers without the stream",
    of: "questions",
    among: (input) => input.answers.filter(({ arm, reader }) => arm === "none" && reader === guesserOf(input)).length,
    inject(input, share, random) {
      const reader = guesserOf(input);
      const known = new Map(draw(input.questions, share, random).map((question) => [question.id, question]));
      const answers = input.answers.map((answer): Answer => {
        const question = known.get(answer.question);
        if (!question || answer.arm !== "none" || answer.reader !== reader) return answer;
        return { ...answer, status: "answered", choice: answer.order.indexOf(question.answer) };
      });
      return { ...input, answers };
    },
  },
  {
    gate: "guessable",
    name: "the right choice repeats the words of the question",
    of: "questions",
    among: ({ questions }) => questions.length,
    inject: (input, share, random) =>
      replaceQuestions(input, share, random, (question) => ({
        ...question,
        choices: question.choices.map((choice, i) => (i === question.answer ? `${question.stem} ${choice}` : choice)),
      })),
  },
  {
    gate: "seenInExample",
    name: "questions of the study are examples of a prompt",
    of: "questions",
    among: ({ questions }) => questions.length,
    inject(input, share, random) {
      const examples = draw(input.questions, share, random).map(({ stem, choices }) => [stem, ...choices].join("\n"));
      return { ...input, examples: examples.map((text) => ({ of: "the prompt", text })) };
    },
  },
  {
    gate: "seenInExample",
    name: "right answers of the study stand in the examples of a prompt",
    of: "questions",
    among: ({ questions }) => questions.length,
    inject(input, share, random) {
      const known = draw(input.questions, share, random);
      const examples = known.map(({ choices, answer }) => `Question: what came up?\nAnswer: ${choices[answer]}`);
      return { ...input, examples: examples.map((text) => ({ of: "the prompt", text })) };
    },
  },
  {
    gate: "sameChunk",
    name: "a control arm shows the chunk's own chat",
    of: "chunks",
    among: controlledChunks,
    inject: (input, share, random) => showing(input, share, random, (chunk) => chunk),
  },
  {
    gate: "sameChunk",
    name: "a control arm shows a window that overlaps the chunk",
    of: "chunks",
    among: controlledChunks,
    inject(input, share, random) {
      const half = (chunk: Chunk) => (chunk.endMs - chunk.startMs) / 2;
      const next = new Map(
        input.chunks.map((chunk) => [nameOf(chunk), { ...chunk, startMs: chunk.startMs - half(chunk) }]),
      );
      const neighbour = ({ video, index }: Chunk): ChunkKey => {
        const after = { video, index: index + 1 };
        return next.has(nameOf(after)) ? after : { video, index: index - 1 };
      };
      return showing({ ...input, chunks: [...next.values()] }, share, random, neighbour);
    },
  },
  {
    gate: "sameChunk",
    name: "a wrong choice is taken from the question's own chunk",
    of: "questions",
    among: ({ questions }) => questions.filter(({ distractorsFrom }) => distractorsFrom.some((from) => from)).length,
    inject: (input, share, random) =>
      replaceQuestions(input, share, random, (question) => ({
        ...question,
        distractorsFrom: question.distractorsFrom.map((from) => from && question.chunk),
      })),
  },
  {
    gate: "sameChunk",
    name: "a stream was uploaded again and transcribed anew, with one line in five another",
    of: "videos",
    among: ({ chunks }) => chunks.filter(({ lines }) => lines.length > 0).length,
    inject(input, share, random) {
      const videos = [...new Map(input.chunks.map((chunk) => [JSON.stringify(chunk.video), chunk.video])).values()];
      const again = draw(videos, share, random);
      const copies = input.chunks
        .filter(({ video }) => again.includes(video))
        .map((chunk) => ({
          ...chunk,
          video: { ...chunk.video, id: `${chunk.video.id}-again` },
          lines: chunk.lines.map((line) => (random.below(5) === 0 ? { ...line, text: `${line.text}, or so` } : line)),
        }));
      return { ...input, chunks: [...input.chunks, ...copies] };
    },
  },
];

const heardAlone = ({ questions }: GateInput) => questions.filter((question) => evidenceOf(question) === "SPEECH");

/** The first reader that the gate of guesses counts. */
const guesserOf = ({ study }: GateInput) => study.readers.find((name) => name !== "oracle" && name !== "choices-only");

/** Chunks with questions, where an arm shows another chunk's chat. */
function controlledChunks({ study, questions }: GateInput): number {
  const hasControl = study.arms.some((arm) => arm === "otherChat" || arm === "otherChunkChat");
  return hasControl ? new Set(questions.map(({ chunk }) => nameOf(chunk))).size : 0;
}

function replaceQuestions(
  input: GateInput,
  share: number,
  random: Random,
  change: (question: Question) => Question,
): GateInput {
  const changed = new Set(draw(input.questions, share, random));
  return { ...input, questions: input.questions.map((one) => (changed.has(one) ? change(one) : one)) };
}

function showing(input: GateInput, share: number, random: Random, from: (chunk: Chunk) => ChunkKey): GateInput {
  const asked = input.chunks.filter((chunk) => input.questions.some((question) => isSame(question.chunk, chunk)));
  const broken = new Set(draw(asked, share, random).map(nameOf));
  return {
    ...input,
    shownFrom: (chunk, donors, arm) => (broken.has(nameOf(chunk)) ? from(chunk) : input.shownFrom(chunk, donors, arm)),
  };
}

/** A share of some items, one at least, in the order of a lot. */
function draw<T>(items: readonly T[], share: number, random: Random): T[] {
  return random.shuffle(items).slice(0, Math.max(1, Math.round(share * items.length)));
}

const nameOf = ({ video, index }: ChunkKey) => `${video.platform}/${video.id}/${index}`;
const isSame = (a: ChunkKey, b: ChunkKey) => nameOf(a) === nameOf(b);
