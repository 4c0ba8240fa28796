import { expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { countEdits } from "#lib/stats/index.ts";
import { python } from "../python.ts";

const words = (text: string) => text.split(" ").filter(Boolean);
const edits = ({ substitutions, deletions, insertions }: ReturnType<typeof countEdits>) =>
  substitutions + deletions + insertions;

it("gives jiwer's published word error rates", () => {
  // jitsi/jiwer, tests/test_measures.py.
  const cases: [string, string, number][] = [
    ["This is a test", "This is a test", 0],
    ["This is a test", "", 1],
    ["This is a test", "This test", 2 / 4],
    ["hello this sentence is fractured", "this sentence", 3 / 5],
    ["i am a short ground truth", "i am a considerably longer and very much incorrect hypothesis", 7 / 6],
    ["X", "X X Y Y", 3],
    ["X Y X", "X Z", 2 / 3],
    ["X", "Y", 1],
    ["X", "Y Z", 2],
    ["am i good i", "i good i am", 2 / 4],
  ];
  for (const [said, heard, rate] of cases)
    expect(edits(countEdits(words(said), words(heard))) / words(said).length).toBeCloseTo(rate, 12);
});

it.each([
  ["kitten", "sitting", 3],
  ["sunday", "saturday", 3],
])("finds the edits from %s to %s that textbooks name", (said, heard, distance) => {
  expect(edits(countEdits([...said], [...heard]))).toBe(distance);
});

it("counts each kind of edit, and of equally few edits those with the most hits", () => {
  expect(countEdits(words("a b c"), words("a c d"))).toEqual({
    hits: 2,
    substitutions: 0,
    deletions: 1,
    insertions: 1,
  });
  expect(countEdits(words("a b c d"), words("a x c"))).toEqual({
    hits: 2,
    substitutions: 1,
    deletions: 1,
    insertions: 0,
  });
  expect(countEdits([], words("a b"))).toEqual({ hits: 0, substitutions: 0, deletions: 0, insertions: 2 });
  expect(countEdits(words("a b"), [])).toEqual({ hits: 0, substitutions: 0, deletions: 2, insertions: 0 });
  expect(countEdits([], [])).toEqual({ hits: 0, substitutions: 0, deletions: 0, insertions: 0 });
});

it("counts as a plain table of all pairs in Python does, for texts of all lengths and distances", () => {
  const random = seededRandom("edits");
  const draw = (length: number, kinds: number) =>
    Array.from({ length }, () => String(Math.floor(random.next() * kinds)));
  const pairs = Array.from({ length: 120 }, (_, i) => {
    const kinds = [2, 4, 30][i % 3]!;
    const said = draw(Math.floor(random.next() * 110), kinds);
    if (i % 2 === 0) return [said, draw(Math.floor(random.next() * 110), kinds)] as const;
    const heard = said.flatMap((word) => (random.next() > 0.3 ? [word] : draw(Math.floor(random.next() * 3), kinds)));
    return [said, heard] as const;
  });
  const code = `
import json, sys
out = []
for said, heard in json.load(sys.stdin):
    row = [(j, 0) for j in range(len(heard) + 1)]
    for i, a in enumerate(said):
        new = [(i + 1, 0)]
        for j, b in enumerate(heard):
            swap = row[j] if a == b else (row[j][0] + 1, row[j][1] + 1)
            new.append(min(swap, (row[j + 1][0] + 1, row[j + 1][1]), (new[j][0] + 1, new[j][1])))
        row = new
    out.append(row[-1])
print(json.dumps(out))`;
  const oracle = python(code, pairs);
  expect(
    pairs.map(([said, heard]) => {
      const counts = countEdits(said, heard);
      expect(counts.hits + counts.substitutions + counts.deletions).toBe(said.length);
      expect(counts.hits + counts.substitutions + counts.insertions).toBe(heard.length);
      return [edits(counts), counts.substitutions];
    }),
  ).toEqual(oracle);
});

it("takes two transcripts of an hour, ten thousand words each, within a second", () => {
  const random = seededRandom("hour");
  const said = Array.from({ length: 10_000 }, () => String(Math.floor(random.next() ** 3 * 3000)));
  const heard = said.map((word) => (random.next() < 0.2 ? "other" : word));
  const replaced = heard.filter((word, i) => word !== said[i]).length;
  const started = performance.now();
  const counts = countEdits(said, heard);
  expect(performance.now() - started).toBeLessThan(1000);
  expect(counts).toEqual({ hits: 10_000 - replaced, substitutions: replaced, deletions: 0, insertions: 0 });
});
