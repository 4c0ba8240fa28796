import type { Random } from "#lib/effects/index.ts";
import { drawShare } from "./draws.ts";

/** What a study of answers alone is made of. */
export interface OutcomesOptions {
  videos: number;
  /** One number for all videos, or one for each. */
  questionsPerVideo: number | readonly number[];
  /** Share of facts that the chat gives away, the mean over videos. */
  leak: number;
  /** Choices of a question: a reader that does not see the fact is right in one of so many, never where it is Infinity. */
  choices: number;
  /** Intra-class correlation of "was leaked" within a video. */
  intraclassCorrelation: number;
  random: Random;
}

/** The answers of one simulated study in rows: row i is a question of video `video[i]`, videos in their order. */
export interface Outcomes {
  video: Uint32Array;
  /** 1 where the fact was shown, else 0. */
  shown: Uint8Array;
  /** 1 where the answer is right, else 0. */
  correct: Uint8Array;
}

/**
 * The answers of a reader that is right exactly when the fact was shown and otherwise guesses, without any text: fast
 * enough for thousands of studies. Its true accuracy is `trueAccuracy(leak, choices)`.
 *
 * @example
 * const random = seededRandom("study 1");
 * simulateOutcomes({ videos: 12, questionsPerVideo: 12, leak: 0.4, choices: 4, intraclassCorrelation: 0.1, random });
 */
export function simulateOutcomes(options: OutcomesOptions): Outcomes {
  const { videos, questionsPerVideo, leak, choices, intraclassCorrelation, random } = options;
  const questionsOf = (video: number) =>
    typeof questionsPerVideo === "number" ? questionsPerVideo : questionsPerVideo[video]!;
  let rows = 0;
  for (let video = 0; video < videos; video++) rows += questionsOf(video);
  const out: Outcomes = { video: new Uint32Array(rows), shown: new Uint8Array(rows), correct: new Uint8Array(rows) };
  for (let video = 0, row = 0; video < videos; video++) {
    const leakHere = drawShare(leak, intraclassCorrelation, random);
    for (let question = 0; question < questionsOf(video); question++, row++) {
      out.video[row] = video;
      out.shown[row] = random.next() < leakHere ? 1 : 0;
      out.correct[row] = out.shown[row] === 1 || random.below(choices) === 0 ? 1 : 0;
    }
  }
  return out;
}

/** The accuracy of a reader that knows what it was shown and guesses the rest: leak + (1 - leak) / choices. */
export function trueAccuracy(leak: number, choices: number): number {
  return leak + (1 - leak) / choices;
}
