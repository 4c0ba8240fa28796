import type { Answer, Arm, EvidenceSource, Platform, Question, QuestionKind } from "#lib/records/index.ts";

/**
 * One question under one arm by one reader, orders and draws averaged: the item of analysis. `score` is from 0 to 1 over the
 * answers that count, null where none does; `answers` were asked, of which `invalid` gave no choice and `notApplicable` had
 * nothing to show.
 */
export interface ScoredItem {
  question: string;
  /** Platform and id of the video. */
  video: string;
  platform: Platform;
  kind: QuestionKind;
  evidence: EvidenceSource;
  arm: Arm;
  reader: string;
  score: number | null;
  answers: number;
  invalid: number;
  notApplicable: number;
}

/** Invalid answers are left out of a score, or counted as wrong; refused and blocked ones are invalid here. */
export type InvalidPolicy = "excluded" | "wrong";

/**
 * Scores answers by question, arm and reader. Gates belong here, when scoring, so that a selection destroys no data.
 *
 * @param options.passes questions to score
 * @default options.passes all
 */
export function scoreAnswers(
  questions: readonly Question[],
  answers: Iterable<Answer>,
  options: { invalid: InvalidPolicy; passes?: (question: Question) => boolean },
): ScoredItem[] {
  const known = new Map(questions.filter(options.passes ?? (() => true)).map((question) => [question.id, question]));
  const items = new Map<string, { item: ScoredItem; right: number; counted: number }>();
  for (const answer of answers) {
    const question = known.get(answer.question);
    if (!question) continue;
    const key = JSON.stringify([answer.question, answer.arm, answer.reader]);
    let tally = items.get(key);
    if (!tally) {
      tally = { item: emptyItem(question, answer), right: 0, counted: 0 };
      items.set(key, tally);
    }
    const { item } = tally;
    item.answers++;
    if (answer.status === "notApplicable") item.notApplicable++;
    else if (answer.status !== "answered" || answer.choice === undefined) {
      item.invalid++;
      if (options.invalid === "wrong") tally.counted++;
    } else {
      tally.counted++;
      if (answer.order[answer.choice] === question.answer) tally.right++;
    }
  }
  return [...items.values()].map(({ item, right, counted }) => ({
    ...item,
    score: counted === 0 ? null : right / counted,
  }));
}

function emptyItem(question: Question, { arm, reader }: Answer): ScoredItem {
  const { video } = question.chunk;
  return {
    question: question.id,
    video: `${video.platform}/${video.id}`,
    platform: video.platform,
    kind: question.kind,
    evidence: evidenceOf(question),
    arm,
    reader,
    score: null,
    answers: 0,
    invalid: 0,
    notApplicable: 0,
  };
}

/** Where a question's evidence lies: in the lines that its writer named, and in those that its verifier found. */
export function evidenceOf({ evidence, verified }: Pick<Question, "evidence" | "verified">): EvidenceSource {
  const lines = [...evidence, ...(verified?.evidence ?? [])];
  const chat = lines.some(({ source }) => source === "CHAT");
  const speech = lines.some(({ source }) => source === "SPEECH");
  return chat && speech ? "BOTH" : chat ? "CHAT" : speech ? "SPEECH" : "NONE";
}
