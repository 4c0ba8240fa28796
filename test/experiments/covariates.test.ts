import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { covariates } from "../../experiments/covariates.ts";
import { python } from "../python.ts";
import { rowsOf, scriptedStudy } from "./scriptedStudy.ts";

const { next } = seededRandom("covariates");
const talk = Array.from({ length: 61 }, () => next());
const results = scriptedStudy({
  videos: 12,
  chunks: 5,
  readers: {
    helped: ({ video, chunk, kind }) =>
      next() < 0.2 + 0.5 * talk[video * 5 + chunk - 6]! + (kind === "topic" ? 0.2 : 0) ? 0 : 1,
    perfect: () => 0,
  },
  counts: (video, chunk) => ({
    chatSpeechRatio: talk[video * 5 + chunk - 6]!,
    chatChars: 40 * ((video * 3 + chunk * 7) % 11),
    avgLogprob: video <= 4 ? -chunk / 10 : null,
  }),
});

it("gives the odds ratio for one standard deviation that Newton's steps in numpy give", async () => {
  const [ratio, topic] = python(
    `
import json, sys
import numpy as np
data = json.load(sys.stdin)
counts = {(c["video"]["id"], c["index"]): c["counts"] for c in data["chunks"]}
hits = {}
for a in data["answers"]:
    if (a["reader"], a["arm"]) == ("helped", "chat"):
        hits.setdefault(a["question"], []).append(float(a["order"][a["choice"]] == 0))
X, y = [], []
for q in data["questions"]:
    c = counts[q["chunk"]["video"]["id"], q["chunk"]["index"]]
    X.append([1, c["chatSpeechRatio"], c["chatChars"], q["kind"] == "topic"])
    y.append(np.mean(hits[q["id"]]))
X, y = np.array(X, float), np.array(y)
X[:, 1:3] = (X[:, 1:3] - X[:, 1:3].mean(0)) / X[:, 1:3].std(0)
b = np.zeros(4)
for _ in range(50):
    p = 1 / (1 + np.exp(-X @ b))
    b += np.linalg.solve(X.T @ (X * (p * (1 - p))[:, None]), X.T @ (y - p))
print(json.dumps(list(np.exp(b[[1, 3]]))))`,
    results,
  ) as number[];
  const rows = await rowsOf(covariates, results);
  const found = rows.get("all/helped/chat : speech")!;
  expect(found).toMatchObject({ n: 120, videos: 12, oddsRatio: { value: expect.closeTo(ratio!, 7) } });
  expect(found.remark).toContain("12 videos are few for 4 coefficients");
  expect(rows.get("all/helped/topic question")!.oddsRatio).toMatchObject({ value: expect.closeTo(topic!, 7) });
});

it("leaves a covariate out that not all questions have, and says of how many it is known", async () => {
  const rows = await rowsOf(covariates, results);
  expect(rows.get("all/helped/recogniser's confidence")).toMatchObject({
    oddsRatio: null,
    remark: "not known for 80 of 120 questions",
  });
  expect(rows.get("with recogniser's confidence/helped/chat : speech")).toMatchObject({
    n: 40,
    oddsRatio: null,
    remark: "5 coefficients need more than 4 videos",
  });
});

it("says why there is no odds ratio for a constant covariate and for a reader that is always right", async () => {
  const rows = await rowsOf(covariates, results);
  expect(rows.get("all/perfect/topic question")).toMatchObject({ oddsRatio: null, remark: "every answer is right" });
  const same = scriptedStudy({
    videos: 6,
    chunks: 2,
    readers: { mixed: ({ kind, video }) => (video % 3 && kind === "topic" ? 0 : video % 2) },
  });
  expect((await rowsOf(covariates, same)).get("all/mixed/chat : speech")).toMatchObject({
    deviation: 0,
    oddsRatio: null,
    remark: "the same for every question",
  });
});

it("says that no question was scored where chat shows nothing, with no mean of nothing", async () => {
  const silent = scriptedStudy({ videos: 2, chunks: 1, readers: { mute: () => "notApplicable" } });
  expect((await rowsOf(covariates, silent)).get("all/mute/chat : speech")).toMatchObject({
    n: 0,
    mean: null,
    oddsRatio: null,
    remark: "no question was scored",
  });
});

it("has a row for what a recogniser says of its work, and for its checked minute, only where they are known", async () => {
  const rows = await rowsOf(covariates, results);
  expect([...rows.keys()].filter((key) => key.includes("dropped") || key.includes("by ear"))).toEqual([]);
  const speechQuality = new Map(
    results.chunks.map(({ video, index }, i) => [
      `${video.platform}/${video.id}/${index}`,
      { dropRate: (i % 7) / 10, speechShare: 0.2 + (i % 5) / 10, errorRate: null },
    ]),
  );
  const heard = await rowsOf(covariates, { ...results, speechQuality });
  expect(heard.get("all/helped/utterances dropped")).toMatchObject({
    n: 120,
    mean: expect.closeTo(0.29, 2),
    oddsRatio: { value: expect.any(Number) },
  });
  expect(heard.has("all/helped/speech in the sound")).toBe(true);
  expect(heard.has("all/helped/word errors by ear")).toBe(false);
});
