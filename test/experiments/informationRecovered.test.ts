import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { informationRecovered } from "../../experiments/informationRecovered.ts";
import { python } from "../python.ts";
import { pythonScores, rowsOf, type Scripted, scriptedStudy } from "./scriptedStudy.ts";

/** Right with a chance that depends on the arm and the video. */
function reader(chances: Record<string, number>): Scripted {
  const { next } = seededRandom("recovered");
  return ({ arm, video }) => (next() < chances[arm]! + (video % 3) / 20 ? 0 : 1);
}

const results = scriptedStudy({
  videos: 9,
  chunks: 4,
  readers: { able: reader({ combined: 0.8, chat: 0.5, none: 0.2 }), idle: () => 1 },
});

it("gives the ratio and Fieller's interval that numpy computes from the raw answers", async () => {
  const [value, low, high] = python(
    `${pythonScores}
chat, none, both = (mean["able", arm] for arm in ("chat", "none", "combined"))
videos = sorted(set(video.values()))
total = lambda x, y: np.array([sum(x[q] - y[q] for q in x if video[q] == v) for v in videos])
size = np.array([sum(1 for q in chat if video[q] == v) for v in videos])
a, b = total(chat, none), total(both, none)
G, n = len(videos), size.sum()
ma, mb = a.sum() / n, b.sum() / n
ra, rb = a - size * ma, b - size * mb
saa, sab, sbb = (G / (G - 1) * np.array([ra @ ra, ra @ rb, rb @ rb])) / n**2
t2 = stats.t.ppf(0.975, G - 1) ** 2
roots = np.roots([mb**2 - t2 * sbb, -2 * (ma * mb - t2 * sab), ma**2 - t2 * saa])
print(json.dumps([ma / mb, *sorted(roots.real)]))`,
    results,
  ) as number[];
  const row = (await rowsOf(informationRecovered, results)).get("all/all/able");
  expect(row).toMatchObject({
    n: 72,
    videos: 9,
    fieller: { value: expect.closeTo(value!, 8), low: expect.closeTo(low!, 6), high: expect.closeTo(high!, 6) },
    reason: "",
  });
});

it("gives no ratio for a reader that gains nothing from both sources, and says why", async () => {
  const row = (await rowsOf(informationRecovered, results)).get("all/all/idle");
  expect(row).toMatchObject({ gap: 0, fieller: { value: null }, reason: "the denominator's interval holds 0" });
});

it("splits the questions by kind, platform, language and evidence, each with its own count", async () => {
  const rows = await rowsOf(informationRecovered, results);
  const counts = ["kind/topic", "platform/youtube", "platform/twitch", "language/en", "evidence/BOTH"].map(
    (group) => rows.get(`${group}/able`)?.n,
  );
  expect(counts).toEqual([36, 40, 32, 72, 36]);
});

it("is left out for a study that does not ask all three arms", async () => {
  const study = { ...results.study, arms: ["chat", "none"] as const };
  expect(
    await informationRecovered.run({ ...results, study: { ...study, arms: [...study.arms] } }, {} as never),
  ).toEqual([]);
});
