import { expect, test } from "vitest";
import { makeLiveGaps } from "#lib/collect/index.ts";

const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, "0")}.000Z`;
const gapsOf = (lines: string[]) => {
  const heard = makeLiveGaps(at(0));
  const chat = lines.filter((line) => heard.add(line)).length;
  const gaps = heard.gaps.map(({ from, to }) => [Number(from.slice(17, 19)), Number(to.slice(17, 19))]);
  return { chat, gaps, notes: heard.notes.length };
};

test("what nobody heard goes from the stream's start, a trouble or a stop to the next connection", () => {
  const lines = [
    `# ${at(5)} joined`,
    `${at(6)} :a PRIVMSG #c :x`,
    `# ${at(10)} The connection broke.`,
    `# ${at(12)} The connection broke.`,
    `# ${at(15)} joined`,
    `# ${at(20)} stopped`,
    `# ${at(30)} joined`,
    `# ${at(40)} stopped`,
  ];
  expect(gapsOf(lines)).toEqual({
    chat: 1,
    gaps: [
      [0, 5],
      [10, 15],
      [20, 30],
    ],
    notes: 2,
  });
});

test("a capture that was killed leaves a gap from its last word on", () => {
  const lines = [`# ${at(0)} joined`, `${at(7)} :a PRIVMSG #c :x`, `# ${at(9)} joined`, `${at(10)} :a PRIVMSG #c :y`];
  expect(gapsOf(lines)).toEqual({ chat: 2, gaps: [[7, 9]], notes: 0 });
});

test("a capture that ends in trouble is not heard until it is stopped", () => {
  expect(gapsOf([`# ${at(0)} joined`, `# ${at(3)} broke`, `# ${at(8)} stopped`]).gaps).toEqual([[3, 8]]);
});
