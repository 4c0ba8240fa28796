/** A paired study in numbers, before any answer is paid for. */
export interface StudyDesign {
  videos: number;
  questionsPerVideo: number;
  /** Intra-class correlation of a question's difference between the arms, within a video. */
  intraclassCorrelation: number;
  /** Mean accuracy of the two arms. */
  accuracy: number;
  /** Correlation of the two arms' scores on the same question. */
  armCorrelation: number;
  /** Confidence level of the two-sided test: 0.95 unless given. */
  level?: number;
}

/**
 * Standard error of the mean difference between two arms on the same questions: single differences vary by
 * 2 p (1 - p) (1 - r) (Miller 2024, arXiv:2411.00640, section 4.2), times the design effect 1 + (m - 1) icc (Kish 1965,
 * Survey Sampling, section 5.4), over the number of questions. With p the mean of both accuracies it is never too small.
 *
 * @throws RangeError for a number that no study can have
 */
export function designError(design: StudyDesign): number {
  const { videos, questionsPerVideo, intraclassCorrelation, accuracy, armCorrelation } = design;
  const expect = (holds: boolean, what: string, found: number) => {
    if (!holds) throw new RangeError(`study design: expected ${what}, found ${found}`);
  };
  expect(Number.isInteger(videos) && videos >= 2, "two videos or more", videos);
  expect(questionsPerVideo >= 1, "one question a video or more", questionsPerVideo);
  expect(
    intraclassCorrelation >= 0 && intraclassCorrelation <= 1,
    "an intra-class correlation from 0 to 1",
    intraclassCorrelation,
  );
  expect(accuracy > 0 && accuracy < 1, "an accuracy above 0 and below 1", accuracy);
  expect(armCorrelation > -1 && armCorrelation < 1, "a correlation above -1 and below 1", armCorrelation);
  const single = 2 * accuracy * (1 - accuracy) * (1 - armCorrelation);
  const designEffect = 1 + (questionsPerVideo - 1) * intraclassCorrelation;
  return Math.sqrt((single * designEffect) / (videos * questionsPerVideo));
}
