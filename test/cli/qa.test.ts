import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandLine } from "../commandLine.ts";
import { corpusOf } from "../qa/study/corpus.ts";
import { talk } from "../qa/talk.ts";

let folder: string;
let corpusFolder: string;
let remove: () => void;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-qa-cli-"));
  const made = await corpusOf(talk("en", { videos: 3, parts: 5, lines: 20 }));
  ({ remove } = made);
  corpusFolder = made.corpus.store.location;
  const yaml = `name: tiny\ntitle: Tiny\ncorpus: corpus\nreaders: [bm25, choices-only]\nseed: "1"\nprimary: { reader: bm25, arm: chat, against: [none] }\n`;
  await made.corpus.store.put("studies/tiny/study.yaml", Buffer.from(yaml));
});
afterAll(async () => {
  remove();
  await rm(folder, { recursive: true });
});

async function livecorpus(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return commandLine(args);
}
const qa = (...args: string[]) => livecorpus("qa", ...args, "--study", "tiny", "--corpus", corpusFolder);

describe("livecorpus qa", () => {
  test("writes, asks and scores a study, and asks nothing twice", async () => {
    const written = JSON.parse((await qa("write", "--json")).out);
    expect(written).toMatchObject({ chunks: 15, videos: 3, changedVideos: 3 });
    const asked = JSON.parse((await qa("ask", "--json")).out);
    expect(asked).toEqual({ asked: written.questions * 2 * 7 * 4, kept: 0 });
    expect((await qa("ask")).out).toBe(`0 answers asked for, ${asked.asked} were there already\n`);
    const lines = (await qa("score", "--json")).out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(2 * 7 * 3);
    const both = lines.find(({ reader, arm, kind }) => reader === "bm25" && arm === "combined" && kind === "both");
    expect(both).toMatchObject({ n: written.questions, invalid: 0, notApplicable: 0 });
    expect(both.accuracy).toBeGreaterThan(0.6);
    expect((await qa("score", "--invalid", "wrong")).out).toMatch(
      /^reader +arm +kind +n +accuracy +invalid +n\/a\nbm25 +combined +topic/,
    );
  });

  test("exports a sheet once, and imports it coded", async () => {
    const file = join(folder, "sheet.csv");
    const exported = await qa("sheet", "export", "--n", "5", "--seed", "x", "--out", file);
    expect(exported.out).toMatch(/sheet\.csv: 5 of \d+ questions\n$/);
    const again = await qa("sheet", "export", "--out", file);
    expect([again.code, again.err]).toEqual([
      2,
      expect.stringContaining("it is there already, perhaps with codes in it"),
    ]);
    await writeFile(file, (await readFile(file, "utf8")).replace(/,,\n/g, ",none,\n"));
    const imported = await livecorpus("qa", "sheet", "import", file, file);
    expect(imported.out).toContain("any             0 of 5  0.0 %");
    expect(imported.out).toContain("main code: 100.0 % agree, kappa not defined");
    expect(JSON.parse((await livecorpus("qa", "sheet", "import", file, "--json")).out).agreement).toBeNull();
  });

  test("asks in batches only what Vertex AI has, through a bucket", async () => {
    const folderOnly = await qa("batch", "--bucket", folder);
    expect([folderOnly.code, folderOnly.err]).toEqual([2, expect.stringContaining("expected gs://BUCKET/PREFIX")]);
    const embedded = await qa("batch", "--bucket", "gs://bucket/prefix");
    expect([embedded.code, embedded.err]).toEqual([2, expect.stringContaining("batches are Vertex AI's; found none")]);
  });

  test("names what is missing: the study, the flag, the sheet", async () => {
    const gone = await livecorpus("qa", "write", "--study", "gone", "--corpus", corpusFolder);
    expect([gone.code, gone.err]).toEqual([2, expect.stringContaining("There is no study gone")]);
    expect((await livecorpus("qa", "write")).code).toBe(2);
    const sheet = await livecorpus("qa", "sheet", "import", join(folder, "none.csv"));
    expect([sheet.code, sheet.err]).toEqual([2, expect.stringContaining("the sheet cannot be read (ENOENT)")]);
    expect((await qa("sheet", "export", "--n", "many")).err).toContain("expected a whole number from 1");
  });
});
