import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCorpus, sql } from "#lib/corpus/index.ts";
import { openStore, type Store } from "#lib/store/index.ts";
import { commandLine } from "../commandLine.ts";
import { bucketEffects } from "../store/bucketEffects.ts";
import { type LoopbackBucket, startLoopbackBucket } from "../store/loopbackBucket.ts";

const data = join(import.meta.dirname, "..", "..", "experiments", "sample", "data", "twitch");
const studyOf = (corpus: string) =>
  `name: tiny\ntitle: Tiny\ncorpus: ${corpus}\nreaders: [bm25]\narms: [combined, chat, none]\nseed: "1"\nprimary: { reader: bm25, arm: chat, against: [none] }\n`;

let folder: string;
let bucket: LoopbackBucket;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-bucket-cli-"));
  await writeFile(join(folder, "key"), "ab".repeat(32));
  bucket = await startLoopbackBucket();
});
afterAll(async () => {
  await bucket.close();
  await rm(folder, { recursive: true });
});

async function livecorpus(...args: string[]): Promise<string> {
  const { code, out, err } = await commandLine(args, {
    env: { LIVECORPUS_KEY_FILE: join(folder, "key"), STORAGE_EMULATOR_HOST: bucket.url },
    randomBytes,
  });
  return `${code}\n${out}\n${err}`;
}

const open = (location: string): Store => openStore(location, bucketEffects(bucket.url).effects);

/** The whole line on one store: what each command says. */
async function line(location: string): Promise<string[]> {
  const at = ["--corpus", location];
  const said: string[] = [];
  for (const id of ["9900000002", "9900000004"]) {
    const files = [join(data, `${id}_chat.json`), ...(await transcripts(id))];
    const video = ["--platform", "twitch", "--video", id];
    said.push(await livecorpus("import", ...files, ...video, ...at, "--start", "2025-10-07T01:00:00Z"));
  }
  said.push(await livecorpus("chunk", ...at, "--json"));
  await open(location).put("studies/tiny/study.yaml", Buffer.from(studyOf("corpus")));
  for (const verb of ["write", "ask", "ask", "score"])
    said.push(await livecorpus("qa", verb, "--study", "tiny", ...at, "--json"));
  return said;
}

async function transcripts(id: string): Promise<string[]> {
  const names = (await readdir(data)).filter((name) => name.startsWith(id) && !name.includes("_chat"));
  return names.slice(0, 1).map((name) => join(data, name));
}

async function contentOf(store: Store): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  for await (const name of store.list("")) content[name] = Buffer.from((await store.get(name))!).toString("base64");
  return content;
}

describe("livecorpus on a bucket", () => {
  test("says and keeps what it says and keeps in a folder, byte for byte", async () => {
    const places = [join(folder, "corpus"), `gs://${bucket.name}/lab/corpus`];
    const [inFolder, inBucket] = [await line(places[0]!), await line(places[1]!)];
    expect(inBucket.join("\n").replaceAll(places[1]!, places[0]!)).toBe(inFolder.join("\n"));
    expect(inFolder.map((text) => text[0])).toEqual(Array(7).fill("0"));
    expect(await contentOf(open(places[1]!))).toEqual(await contentOf(open(places[0]!)));
    for (const query of [
      "SELECT count(*) AS n FROM messages",
      "SELECT kind, count(*) AS n FROM messages GROUP BY 1 ORDER BY 1",
    ]) {
      const [a, b] = await Promise.all(places.map(async (place) => sql(await openCorpus(open(place)), query)));
      expect(b).toEqual(a);
    }
    const purge = ["purge", "--platform", "twitch", "--video", "9900000004", "--yes", "--corpus"];
    const [one, other] = [await livecorpus(...purge, places[0]!), await livecorpus(...purge, places[1]!)];
    expect(other).toBe(one);
    expect(Object.keys(await contentOf(open(places[1]!)))).toEqual(Object.keys(await contentOf(open(places[0]!))));
  });

  test("a study whose corpus is in a bucket is reproduced, twice the same", async () => {
    const study = join(folder, "study");
    await mkdir(study);
    const id = "9900000002";
    const files = [join(data, `${id}_chat.json`), ...(await transcripts(id))];
    const sources = `key: ../key\nsources:\n  - platform: twitch\n    id: "${id}"\n    language: en\n    start: "2025-10-07T01:00:00Z"\n    files: ${JSON.stringify(files)}\n`;
    await writeFile(join(study, "study.yaml"), `${studyOf(`gs://${bucket.name}/studies`)}${sources}`);
    const run = (out: string) =>
      livecorpus("reproduce", "accuracy", "--study", study, "--out", join(folder, out), "--json");
    bucket.faults.add({ fault: "reset", after: 20, times: 2 });
    expect(await run("one")).toMatch(/^0\n/);
    expect(await run("two")).toMatch(/^0\n/);
    const results = (out: string) => contentOf(open(join(folder, out, "tiny")));
    expect(Object.keys(await results("one"))).toContain("accuracy/cells.json");
    expect(await results("two")).toEqual(await results("one"));
    expect([...bucket.objects.keys()].some((name) => name.startsWith("studies/videos/"))).toBe(true);
    expect(await readdir(study)).toEqual(["study.yaml"]);
  });

  test.each(["s3://bucket", "gs://", "gs:///x", "gs://Bucket/x"])(
    "%s is refused before anything is done",
    async (place) => {
      expect(await livecorpus("chunk", "--corpus", place)).toMatch(/^2\n\nExpected .*gs:\/\//);
    },
  );
});
