import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { StudyModel } from "#lib/records/index.ts";
import type { Artefact } from "#lib/report/index.ts";
import { sensitivity } from "../../experiments/sensitivity.ts";
import { varyStudy } from "../../experiments/varyStudy.ts";
import { rowsOf, scratchLaboratory } from "./scratchLaboratory.ts";

type Scratch = Awaited<ReturnType<typeof scratchLaboratory>>;
/** With an account that says the same every five minutes, unmarked. */
const withTimer = () =>
  scratchLaboratory((stream) => {
    const timer = Array.from({ length: 7 }, (_, i) => ({
      ...stream.messages[0]!,
      id: `timer-${i}`,
      atMs: 300_000 * (i + 1),
      author: "timer",
      text: "the radio waltz is on the channel page",
    }));
    return { ...stream, messages: [...stream.messages, ...timer].sort((a, b) => a.atMs - b.atMs) };
  });

let scratch: Scratch;
let artefacts: Artefact[];
beforeAll(async () => {
  scratch = await withTimer();
  artefacts = await sensitivity.run(scratch.results, scratch.laboratory);
}, 60_000);
afterAll(() => scratch.end());

describe("the table of sensitivity", () => {
  test("has a cell for every combination, and the study's own cell is what the study found", () => {
    const cells = rowsOf(artefacts, "cells/table.csv");
    expect(cells).toHaveLength(3 * 2 * 2 * 3 * 2);
    const own = cells.filter((cell) => cell.own === "own");
    expect(own).toMatchObject([{ window: "600", lag: "0", bots: "as marked", gate: "500", invalid: "excluded" }]);
    const { items } = scratch.results;
    const score = (arm: string, question: string) =>
      items.find((item) => item.arm === arm && item.question === question && item.reader === "bm25")!.score!;
    const spoken = items.filter(
      (i) => i.arm === "chat" && i.reader === "bm25" && i.score !== null && i.evidence !== "CHAT",
    );
    const mean = spoken.reduce((sum, { question }) => sum + score("chat", question) - score("none", question), 0);
    expect(Number(own[0]!.none)).toBeCloseTo(mean / spoken.length, 3);
  });

  test("says the least and the most over its cells", () => {
    const cells = rowsOf(artefacts, "cells/table.csv").map((cell) => Number(cell.none));
    const [all] = rowsOf(artefacts);
    expect(all).toMatchObject({ setting: "all", contrast: "chat - none", cells: "72" });
    expect([Number(all!.least), Number(all!.most)]).toEqual([Math.min(...cells), Math.max(...cells)]);
  });

  test("counts the bots that are left out, and their lines are gone from the chunks", async () => {
    expect(artefacts.find(({ path }) => path === "table.md")!.text).toContain("there are 4 in these streams");
    const { chunks } = await varyStudy(scratch.laboratory.line, { chunk: { withoutBots: true } });
    const texts = (all: typeof chunks) => all.flatMap(({ lines }) => lines.map(({ text }) => text));
    expect(texts(scratch.results.chunks)).toContain("the radio waltz is on the channel page");
    expect(texts(chunks)).not.toContain("the radio waltz is on the channel page");
  });
});

describe("a varied study", () => {
  test("leaves the study's own questions and answers as they are, and asks nothing twice", async () => {
    const { line } = scratch.laboratory;
    const snapshot = async () => {
      const found: [string, string][] = [];
      for await (const name of line.corpus.store.list("studies/"))
        found.push([name, Buffer.from((await line.corpus.store.get(name))!).toString()]);
      return found;
    };
    const before = await snapshot();
    expect(before.some(([name]) => name.startsWith("studies/small/answers/bm25/chat/"))).toBe(true);
    const first = await varyStudy(line, { chunk: { windowSeconds: 300 } });
    expect(await snapshot()).toEqual(before);
    expect(first.study.chunk.windowSeconds).toBe(300);
    expect(new Set(first.answers.map(({ arm }) => arm))).toEqual(new Set(["chat", "none", "otherChunkChat"]));
    expect(new Set(first.answers.map(({ reader }) => reader))).toEqual(new Set(["bm25"]));
  });

  test("without a question is empty, and no failure", async () => {
    const { questions, answers } = await varyStudy(scratch.laboratory.line, { chunk: { windowSeconds: 5 } });
    expect([questions, answers]).toEqual([[], []]);
  });
});

test("a study that asks language models is not varied, which would ask them again", async () => {
  const { line } = scratch.laboratory;
  const models = { one: StudyModel.parse({ provider: "openai", model: "one" }) };
  const study = { ...line.study, models, verifier: { model: "one" } };
  await expect(varyStudy({ ...line, study }, { chunk: { windowSeconds: 300 } })).rejects.toThrow(
    "asks language models, and a variation of it would ask them again",
  );
});
