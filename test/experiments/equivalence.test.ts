import { expect, it } from "vitest";
import { equivalence } from "../../experiments/equivalence.ts";
import { python } from "../python.ts";
import { pythonScores, rowsOf, scriptedStudy } from "./scriptedStudy.ts";

const results = scriptedStudy({
  videos: 10,
  chunks: 6,
  readers: {
    // One answer of 48 in a video differs between the arms, now here, now there.
    same: ({ arm, video, chunk, kind, order }) => {
      const turned = chunk === 1 && kind === "topic" && order[0] === 0 && video % 2 === (arm === "chat" ? 1 : 0);
      return turned ? 1 : 0;
    },
    helped: ({ arm, chunk, video }) => (arm === "none" ? 1 : chunk <= 3 + (video % 3) ? 0 : 1),
    idle: () => 2,
    unsure: ({ arm, video, chunk }) => (chunk <= (arm === "chat" ? video % 5 : (video + 2) % 5) ? 0 : 1),
  },
});

it("gives the larger p of scipy's two one-sided tests on the means of videos of equal size", async () => {
  const p = python(
    `${pythonScores}
chat, none = mean["same", "chat"], mean["same", "none"]
videos = sorted(set(video.values()))
d = [np.mean([chat[q] - none[q] for q in chat if video[q] == v]) for v in videos]
above = stats.ttest_1samp(d, -0.05, alternative="greater").pvalue
below = stats.ttest_1samp(d, 0.05, alternative="less").pvalue
print(json.dumps(max(above, below)))`,
    results,
  );
  const row = (await rowsOf(equivalence, results)).get("spoken/same/chat - none");
  expect(row).toMatchObject({ within5: expect.closeTo(p as number, 9), verdict: "equivalent within 0.05" });
});

it("tells a difference from equality, and both from a study that is too small to tell", async () => {
  const rows = await rowsOf(equivalence, results);
  const verdict = (reader: string) => rows.get(`spoken/${reader}/chat - none`)!.verdict;
  expect(["helped", "idle", "unsure"].map(verdict)).toEqual(["different", "identical", "undecided"]);
});
