import { expect, it } from "vitest";
import { clusters } from "../../experiments/clusters.ts";
import { python } from "../python.ts";
import { pythonScores, rowsOf, scriptedStudy } from "./scriptedStudy.ts";

/** Videos 1 to 3 of 8 are answered rightly throughout under chat, the others in one topic of four. */
const results = scriptedStudy({
  videos: 8,
  chunks: 4,
  readers: {
    byVideo: ({ arm, video, kind, chunk }) =>
      arm === "chat" ? (video <= 3 || (kind === "topic" && chunk === 1) ? 0 : 1) : chunk === 1 ? 0 : 2,
  },
});

it("gives Wilson's interval, the design effect and the effective number of questions that numpy computes", async () => {
  const { low, high, effect, effective } = python(
    `${pythonScores}
own = mean["byVideo", "chat"]
videos = sorted(set(video.values()))
groups = [np.array([own[q] for q in own if video[q] == v]) for v in videos]
every = np.concatenate(groups)
n, G, m = len(every), len(groups), every.mean()
clustered = G / (G - 1) * sum((g - m).sum() ** 2 for g in groups) / n**2
effect = clustered / (every.var(ddof=1) / n)
k = 4 * n
found = stats.binomtest(int(round(4 * every.sum())), k).proportion_ci(method="wilson")
print(json.dumps({"low": found.low, "high": found.high, "effect": effect, "effective": n / effect}))`,
    results,
  ) as Record<string, number>;
  const row = (await rowsOf(clusters, results)).get("accuracy/chat/byVideo")!;
  expect(row).toMatchObject({
    n: 64,
    clusters: 8,
    answers: { n: 256, low: expect.closeTo(low!, 7), high: expect.closeTo(high!, 7) },
    designEffect: expect.closeTo(effect!, 9),
    effective: expect.closeTo(effective!, 8),
  });
  expect(row.correlation).toBeGreaterThan(0.5);
});

it("names what only a naive interval would call a finding", async () => {
  const rows = await rowsOf(clusters, results);
  // 24 + 5 of 64 are right, 0.453 against a chance of 0.25, but it is three videos that are right.
  expect(rows.get("accuracy/chat/byVideo")!.calls).toBe("answers, questions");
  expect(rows.get("difference/chat - none/byVideo")).toMatchObject({ answers: null, calls: "questions" });
  // A quarter is right in every video.
  expect(rows.get("accuracy/none/byVideo")).toMatchObject({ calls: "none", correlation: expect.any(Number) });
});
