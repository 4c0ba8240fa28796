import type { Figure } from "#lib/report/index.ts";
import { power, type StudyDesign } from "#lib/stats/index.ts";

/**
 * How probably a study of a design finds a difference, by the number of its videos: one line for each difference.
 *
 * @param differences in accuracy that would matter
 * @param videos numbers of videos to try
 */
export function powerByVideos(design: StudyDesign, differences: readonly number[], videos: readonly number[]): Figure {
  const unknown = {
    low: null,
    high: null,
    clusters: 0,
    level: 0.95,
    method: "power of a paired contrast, t with G - 1",
  };
  return {
    name: "powerByVideos",
    title: "How probably the study finds a difference",
    xLabel: "videos",
    yLabel: "power",
    shape: "lines",
    points: differences.flatMap((difference) =>
      videos.map((count) => ({
        x: count,
        series: `difference ${difference}`,
        estimate: { ...unknown, value: power({ ...design, videos: count }, difference), n: count },
      })),
    ),
    reference: { value: 0.8, label: "0.8" },
    notes: [
      `Design: ${design.questionsPerVideo.toFixed(1)} questions a video, accuracy ${design.accuracy.toFixed(2)}, correlation of the arms ${design.armCorrelation.toFixed(2)}, intra-class correlation of the differences ${design.intraclassCorrelation.toFixed(2)}.`,
    ],
  };
}
