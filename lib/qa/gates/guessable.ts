import type { Question } from "#lib/records/index.ts";
import { clopperPearson, clusteredCR2 } from "#lib/stats/index.ts";
import { scoreAnswers } from "../ask/scoreAnswers.ts";
import { choicesOnly } from "../read/choicesOnly.ts";
import { shownQuestion } from "../read/shownQuestion.ts";
import { tiedChoices } from "../read/tiedChoices.ts";
import { type Finding, type GateInput, type GateResult, videoName } from "./gate.ts";

/** Probability that the gate fails honest questions, over all readers together. */
const level = 0.01;

interface Gain {
  question: string;
  video: string;
  chance: number;
  /** Score with chance taken off: 0 for guessing, 1 for right. */
  gain: number;
}

/**
 * Finds questions that can be answered without the stream: a reader that is shown the question alone (arm `none`), or that
 * follows the cues of the choices alone, is above chance. Chance is 1/k for each question of k choices; the gate fails when
 * the lower bound of a reader's mean over the questions, clustered by video, is above it.
 *
 * Each study is also given to the embedded reader of choices alone, its ties counted as shares. The oracle knows the truth and
 * does not count. The level is shared by the readers (Bonferroni), so that honest questions fail once in a hundred studies.
 */
export function guessable({ questions, answers }: GateInput): GateResult {
  const blind = answers.filter(
    (answer) => answer.arm === "none" && answer.reader !== "oracle" && answer.reader !== "choices-only",
  );
  const readers = new Map<string, Gain[]>([["choices-only", cueGains(questions)]]);
  const known = new Map(questions.map((question) => [question.id, question]));
  for (const { question, reader, score } of scoreAnswers(questions, blind, { invalid: "excluded" })) {
    if (score === null) continue;
    const gain = gainOf(known.get(question)!, score);
    const gains = readers.get(reader);
    if (gains) gains.push(gain);
    else readers.set(reader, [gain]);
  }
  const findings: Finding[] = [];
  const bounds: string[] = [];
  for (const [reader, gains] of readers) {
    const low = lowerBound(gains, level / readers.size);
    bounds.push(`${reader} ${low.toFixed(3)}`);
    if (low > 0)
      findings.push({
        where: reader,
        what: `is above chance without the stream: the lower bound of its chance-corrected score is ${low.toFixed(3)}, e.g. ${gains
          .filter(({ gain }) => gain === 1)
          .slice(0, 3)
          .map(({ question }) => question)
          .join(", ")}`,
      });
  }
  return {
    gate: "guessable",
    checked: readers.size,
    of: "readers without the stream",
    findings,
    passes: findings.length === 0,
    why: `Lower bounds of the chance-corrected score, at ${level} over all readers: ${bounds.join(", ")}.`,
  };
}

/** What the reader of choices alone gets of each question; where it finds several as good, the share that is right. */
function cueGains(questions: readonly Question[]): Gain[] {
  const reader = choicesOnly({ seed: "" });
  return questions.map((question) => {
    const written = question.choices.map((_, i) => i);
    const reply = reader.answer(shownQuestion(question, written), null);
    const tied = "scores" in reply && reply.scores ? tiedChoices(reply.scores) : [];
    return gainOf(question, tied.includes(question.answer) ? 1 / tied.length : 0);
  });
}

function gainOf(question: Question, score: number): Gain {
  const chance = 1 / question.choices.length;
  return {
    question: question.id,
    video: videoName(question.chunk.video),
    chance,
    gain: (score - chance) / (1 - chance),
  };
}

/** One-sided lower bound of the mean; guesses are independent, so that the questions of a single video are its clusters. */
function lowerBound(gains: readonly Gain[], error: number): number {
  const groups = new Map<string, number[]>();
  const isOneVideo = new Set(gains.map(({ video }) => video)).size < 2;
  for (const { video, question, gain } of gains) {
    const key = isOneVideo ? question : video;
    const group = groups.get(key);
    if (group) group.push(gain);
    else groups.set(key, [gain]);
  }
  const two = 1 - 2 * error;
  const { value, low } = clusteredCR2([...groups.values()], two);
  if (value === null || low !== null) return low ?? -1;
  // No spread at all, e.g. all right, is no certainty: then each cluster counts as one trial.
  const chance = gains.reduce((sum, gain) => sum + gain.chance, 0) / gains.length;
  const share = Math.min(1, Math.max(0, chance + value * (1 - chance)));
  return (clopperPearson(share * groups.size, groups.size, two).low! - chance) / (1 - chance);
}
