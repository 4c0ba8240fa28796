import { afterEach, describe, expect, test } from "vitest";
import { type SmallStudy, smallStudy } from "./smallStudy.ts";

let study: SmallStudy;
afterEach(() => study.remove());

describe("a gate that fails", () => {
  test("ends livecorpus reproduce after the tables, with the gate's beside them", async () => {
    study = await smallStudy("990009");
    const { code, err } = await study.reproduce("contrasts");
    expect(code).toBe(2);
    expect(err).toMatch(
      /The study small does not pass a gate, so its numbers mean less than they say:\n {2}sameChunk: \d+ found\./,
    );
    expect(err).toContain(
      "    pococha/990001 is the same stream as pococha/990009: 100 % of the lines of the shorter one",
    );
    expect(err).toContain("Leave one of two copies out of the study");
    expect(await study.result("contrasts/table.md")).toContain("| bm25 | chat - none |");
    expect(await study.result("gates/table.md")).toMatch(/\| sameChunk \| 24 \| chunks \| \d+ \| fails \|/);
  }, 30_000);

  test("ends livecorpus qa score after the scores", async () => {
    study = await smallStudy("990009");
    await study.reproduce("contrasts");
    const { code, out, err } = await study.livecorpus(
      "qa",
      "score",
      "--study",
      "small",
      "--corpus",
      `${study.folder}/corpus`,
    );
    expect([code, out]).toEqual([2, expect.stringMatching(/^reader +arm/)]);
    expect(err).toMatch(
      /^gate answerInChat passes .*\ngate guessable passes .*\ngate seenInExample passes .*\ngate sameChunk fails, \d+ found/,
    );
  }, 30_000);

  test("lets the run pass where the study says why, and the reason stands below every table", async () => {
    study = await smallStudy("990009");
    await study.addToYaml('gates: { accept: [{ gate: sameChunk, because: "the copy is here to be found." }] }\n');
    expect(await study.reproduce("contrasts", "accuracy", "gates")).toMatchObject({ code: 0 });
    for (const name of ["contrasts", "accuracy", "gates"])
      expect(await study.result(`${name}/table.md`)).toContain(
        "- The gate sameChunk may fail here, because: the copy is here to be found.",
      );
    expect(await study.result("gates/table.md")).toContain("| fails, accepted |");
    const score = await study.livecorpus("qa", "score", "--study", "small", "--corpus", `${study.folder}/corpus`);
    expect([score.code, score.err]).toEqual([
      0,
      expect.stringContaining("The study accepts it: the copy is here to be found."),
    ]);
  }, 30_000);

  test("is named when study.yaml accepts one that is not there, or gives no reason", async () => {
    study = await smallStudy();
    await study.addToYaml(
      'gates: { accept: [{ gate: sameChunks, because: "x" }, { gate: guessable, because: "" }] }\n',
    );
    const { code, err } = await study.reproduce("contrasts");
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/gates\.accept\[0\]\.gate: .*\n.*gates\.accept\[1\]\.because: /),
    ]);
  });
});

describe("stamps", () => {
  test("call the primary contrast of a study confirmatory that was locked before its first answer, and nothing else", async () => {
    study = await smallStudy();
    expect(await study.livecorpus("study", "lock", "--study", study.folder)).toMatchObject({ code: 0 });
    expect(await study.reproduce("contrasts", "accuracy")).toMatchObject({ code: 0 });
    const rows = (await study.result("contrasts/table.csv")).trim().split("\n").slice(1);
    expect(rows.map((row) => row.split(",").slice(0, 4).join(","))).toEqual([
      "bm25,chat - none,primary,confirmatory",
      "bm25,chat - otherChat,primary,confirmatory",
      "choices-only,chat - none,,exploratory",
      "choices-only,chat - otherChat,,exploratory",
    ]);
    expect(await study.result("contrasts/table.md")).not.toContain("_Exploratory:");
    expect(await study.result("accuracy/table.md")).toContain("_Exploratory:");
    expect(JSON.parse(await study.result("provenance.json")).lock).toMatchObject({ answers: 0 });
  }, 30_000);

  test("never turn confirmatory by a lock that comes after the answers", async () => {
    study = await smallStudy();
    await study.reproduce("contrasts");
    expect(await study.livecorpus("study", "lock", "--study", study.folder)).toMatchObject({ code: 0 });
    expect(await study.reproduce("contrasts")).toMatchObject({ code: 0 });
    expect(await study.result("contrasts/table.md")).toContain("_Exploratory:");
    expect(await study.result("contrasts/table.csv")).not.toContain("confirmatory");
  }, 30_000);
});
