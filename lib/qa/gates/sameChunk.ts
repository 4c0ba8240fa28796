import type { Arm, Chunk, ChunkKey, Question } from "#lib/records/index.ts";
import { copiedVideos } from "./copiedVideos.ts";
import { chunkName, type Finding, type GateInput, type GateResult, videoName } from "./gate.ts";

const controls: readonly Arm[] = ["otherChat", "otherChunkChat"];

/**
 * Finds the same chunk on both sides of a comparison: a control arm whose chat is the question's own chunk, a window that
 * overlaps it, or the same text under another name; a stream that is in the study twice; a wrong choice taken from the
 * question's own chunk or a copy of it.
 *
 * A lag of `auto` is fitted for each window on the rest of its stream when chunks are cut, so no chunk is on both sides there;
 * where a fixed lag comes from, records cannot tell.
 */
export function sameChunk(input: GateInput): GateResult {
  const { study, chunks, questions } = input;
  const copies = copiedVideos(chunks);
  const copied = new Set(copies.flatMap(({ videos: [a, b] }) => [`${a}|${b}`, `${b}|${a}`]));
  const isCopy = (a: ChunkKey, b: ChunkKey) => copied.has(`${videoName(a.video)}|${videoName(b.video)}`);
  const findings: Finding[] = [
    ...copies.map(({ videos: [a, b], share }) => ({
      where: a,
      what: `is the same stream as ${b}: ${(100 * share).toFixed(0)} % of the lines of the shorter one stand in both`,
    })),
    ...sharedArms(input),
    ...sameAnswers(input),
    ...questions.flatMap((question) => ownDonors(question, isCopy)),
  ];
  const arms = controls.filter((arm) => study.arms.includes(arm));
  return {
    gate: "sameChunk",
    checked: chunks.length,
    of: "chunks",
    findings,
    passes: findings.length === 0,
    why:
      `Compared: ${arms.length > 0 ? `what ${arms.join(" and ")} ${arms.length > 1 ? "show" : "shows"} with the chunk itself, ` : ""}streams with each other, wrong choices with their own chunk` +
      `${study.chunk.lagSeconds === "auto" ? "; lags were fitted on the other windows" : ""}.`,
  };
}

/** Control arms whose chat is of the question's own window. */
function sharedArms({ study, chunks, questions, shownFrom }: GateInput): Finding[] {
  const known = new Map(chunks.map((chunk) => [chunkName(chunk), chunk]));
  const donors = new Map<string, ChunkKey[]>();
  for (const { chunk, distractorsFrom } of questions) {
    const own = donors.get(chunkName(chunk)) ?? [];
    donors.set(chunkName(chunk), [...own, ...distractorsFrom.filter((from): from is ChunkKey => from !== null)]);
  }
  const found: Finding[] = [];
  for (const [name, from] of donors) {
    const chunk = known.get(name);
    for (const arm of chunk ? controls.filter((one) => study.arms.includes(one)) : []) {
      const other = shownFrom(chunk!, from, arm);
      if (other === null) continue;
      const otherName = chunkName(other);
      if (otherName === name) found.push({ where: name, what: `${arm} shows its own chat` });
      else if (overlaps(chunk!, known.get(otherName)))
        found.push({ where: name, what: `${arm} shows ${otherName}, which overlaps it in time` });
    }
  }
  return found;
}

/** Answers under a control arm whose shown text is, byte for byte, that of an arm of the question's own chat. */
function sameAnswers({ answers }: GateInput): Finding[] {
  const own = new Map<string, string>();
  const key = (answer: GateInput["answers"][number]) => `${answer.question}|${answer.order.join(" ")}`;
  for (const answer of answers) if (answer.arm === "chat" && answer.shown !== "") own.set(key(answer), answer.shown);
  const found = new Map<string, Finding>();
  for (const answer of answers)
    if (controls.includes(answer.arm) && answer.shown !== "" && own.get(key(answer)) === answer.shown)
      found.set(`${answer.question}|${answer.arm}`, {
        where: answer.question,
        what: `was asked under ${answer.arm} with the very text of chat`,
      });
  return [...found.values()];
}

function ownDonors(question: Question, isCopy: (a: ChunkKey, b: ChunkKey) => boolean): Finding[] {
  const own = chunkName(question.chunk);
  const from = question.distractorsFrom.find(
    (donor) => donor !== null && (chunkName(donor) === own || isCopy(donor, question.chunk)),
  );
  if (!from) return [];
  return [
    {
      where: question.id,
      what: `takes a wrong choice from ${chunkName(from) === own ? "its own chunk" : `${chunkName(from)}, a copy`}`,
    },
  ];
}

function overlaps(chunk: Chunk, other: Chunk | undefined): boolean {
  if (!other || videoName(other.video) !== videoName(chunk.video)) return false;
  return other.startMs < chunk.endMs && chunk.startMs < other.endMs;
}
