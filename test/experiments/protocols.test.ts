import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { protocols } from "../../experiments/protocols.ts";
import { python } from "../python.ts";
import { pythonScores, rowsOf, type Scripted, scriptedStudy, tableOf } from "./scriptedStudy.ts";

const { next } = seededRandom("protocols");
const able: Scripted = ({ arm, video }) =>
  next() < { combined: 0.75, chat: 0.5, none: 0.25 }[arm as "chat"] + video / 50 ? 0 : 1;
/** Knows half of the chunks from chat, and where chat tells nothing makes the guess that it makes without it. */
const falling: Scripted = ({ arm, video, chunk }) => {
  const guess = (video + chunk) % 3 === 0 ? 0 : 1;
  if (arm === "combined") return 0;
  return arm === "chat" && chunk % 2 === 0 ? 0 : guess;
};
const results = scriptedStudy({
  videos: 8,
  chunks: 6,
  readers: { able, falling },
  study: { orders: ["rotations", "historical"], draws: 2 },
});

it("puts beside A's conditional chat what numpy finds for all questions, orders and draws, and the bias with its interval", async () => {
  const [counted, corrected, low, high] = python(
    `${pythonScores}
once = {}
for a in data["answers"]:
    if a["reader"] == "able" and a["order"] == [0, 1, 2, 3] and a["draw"] == 0:
        once[a["question"], a["arm"]] = float(a["choice"] == 0)
topics = [q["id"] for q in data["questions"] if q["kind"] == "topic"]
gated = [q for q in topics if once[q, "combined"] == 1]
y, z = np.array([once[q, "chat"] for q in gated]), np.array([mean["able", "chat"][q] for q in topics])
videos = sorted(set(video.values()))
pull = lambda qs, x: np.array([sum(v - x.mean() for q, v in zip(qs, x) if video[q] == name) for name in videos]) / len(x)
e = pull(gated, y) - pull(topics, z)
G = len(videos)
half = stats.t.ppf(0.975, G - 1) * np.sqrt(G / (G - 1) * (e**2).sum())
bias = y.mean() - z.mean()
print(json.dumps([y.mean(), z.mean(), bias - half, bias + half]))`,
    results,
  ) as number[];
  const row = (await rowsOf(protocols, results)).get("A/Q1.chat.combinedRight/able");
  expect(row).toMatchObject({
    accuracy: { value: expect.closeTo(counted!, 12) },
    questions: 48,
    corrected: { value: expect.closeTo(corrected!, 12) },
    bias: {
      value: expect.closeTo(counted! - corrected!, 12),
      low: expect.closeTo(low!, 7),
      high: expect.closeTo(high!, 7),
    },
  });
});

it("shows what the gate on nothing does to a reader that falls back on the same guess", async () => {
  const rows = await rowsOf(protocols, results);
  // A third of the guesses are right and are selected away; half of the rest is known from chat, against 2/3 of all.
  expect(rows.get("B/Q1.chat.combinedRightNothingNot/falling")).toMatchObject({
    counted: 32,
    accuracy: { value: 0.5 },
    corrected: { value: expect.closeTo(2 / 3, 12) },
    bias: { value: expect.closeTo(-1 / 6, 12) },
  });
  expect(rows.get("B/Q1.none.combinedRightNothingNot/falling")).toMatchObject({ accuracy: { value: 0 } });
});

it("shows the primary reader, and C only where it is not B again", async () => {
  const { page, table } = await tableOf(protocols, results);
  expect(table.rows).toHaveLength(2 * (6 + 8 + 8));
  expect(page.match(/^\| [ABC] \|/gm)).toHaveLength(6 + 8);
  expect(page).not.toContain("falling |");
});

it("has no row for questions of two choices, and says why, so that the other tables are made all the same", async () => {
  const two = scriptedStudy({ videos: 2, chunks: 2, readers: { first: ({ order }) => order[0]! }, choices: 2 });
  const { page, table } = await tableOf(protocols, two);
  expect(table.rows).toEqual([]);
  expect(page).toContain("No row: Question v1-1-topic: the historical protocols expect 4 choices, found 2.");
});
