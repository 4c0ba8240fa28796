import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { commandLine } from "../commandLine.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-transcripts-"));
  await writeFile(join(folder, "key"), "ab".repeat(32));
});
afterEach(() => rm(folder, { recursive: true }));

const livecorpus = (...args: string[]) =>
  commandLine([...args, ...(args[1] === "import" ? [] : ["--corpus", join(folder, "corpus")])], {
    env: { LIVECORPUS_KEY_FILE: join(folder, "key") },
    randomBytes,
  });

async function importTalk(id: string, text: (i: number) => string): Promise<void> {
  const segments = Array.from({ length: 30 }, (_, i) => ({ start: i * 4, end: i * 4 + 3, text: text(i) }));
  await writeFile(join(folder, "talk.json"), JSON.stringify({ segments, language: "en" }));
  const { code } = await livecorpus("import", join(folder, "talk.json"), "--platform", "other", "--video", id);
  expect(code).toBe(0);
}

test("a transcript is printed as subtitles, or written to a new file only", async () => {
  await importTalk("v", (i) => `line ${i} of it`);
  const { out } = await livecorpus("transcript", "other:v");
  expect(out.slice(0, 48)).toBe("1\n00:00:00,000 --> 00:00:03,000\nline 0 of it\n\n2\n");
  const file = join(folder, "v.json");
  expect((await livecorpus("transcript", "other:v", "--as", "json", "--out", file)).code).toBe(0);
  expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ language: "en", segments: { length: 30 } });
  const again = await livecorpus("transcript", "other:v", "--as", "json", "--out", file);
  expect([again.code, again.err]).toEqual([2, `--out ${file}: it is there already. Name another file.\n`]);
  expect((await livecorpus("transcript", "other:w")).err).toContain("It holds other:v.");
});

test("check-transcripts ends well when all are good, and otherwise names what is wrong", async () => {
  await importTalk("good", (i) => `line ${i} of what was said`);
  expect((await livecorpus("check-transcripts")).code).toBe(0);
  await importTalk("loop", (i) => (i < 20 ? "thank you for watching this" : `line ${i} of what was said`));
  const { code, out } = await livecorpus("check-transcripts");
  expect(code).toBe(4);
  expect(out).toContain("67 % of the utterances say the same");
  expect(out).toContain("1 good, 1 suspicious, 0 missing, 0 stale\n");
  const rows = (await livecorpus("check-transcripts", "--json", "other:good")).out;
  expect(JSON.parse(rows)).toMatchObject({ standing: "good", variant: "import", look: { utterances: 30 } });
  expect((await livecorpus("check-transcripts", "--variant", "whisper")).out).toContain(
    "there is neither audio nor transcript",
  );
});

test("a sheet goes out, is corrected, and comes back as error rates", async () => {
  for (const id of ["a", "b"]) await importTalk(id, (i) => `line ${i} of what was said`);
  const file = join(folder, "sheet.csv");
  const exported = await livecorpus("transcript-sheet", "export", "--out", file, "--seed", "3");
  expect(exported.out).toBe(`${file}: a minute each of 2 transcripts (2 videos)\n`);
  expect((await livecorpus("transcript-sheet", "export", "--out", file)).err).toContain(
    "perhaps with corrections in it",
  );
  const sheet = await readFile(file, "utf8");
  await writeFile(file, sheet.replace(/,$/gm, ",x").replace(/said,x/g, "sad,x"));
  const { out, code } = await livecorpus("transcript-sheet", "import", file);
  expect(code).toBe(0);
  expect(out).toContain(
    "other:a (import): word error rate 16.7 % (no interval: no spread between videos), of 90 words",
  );
  expect(JSON.parse((await livecorpus("transcript-sheet", "import", file, "--json")).out)).toMatchObject({
    unchecked: 0,
    together: [{ videos: 2, rate: { value: 1 / 6 } }],
  });
});
