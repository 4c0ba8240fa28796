import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandLine } from "../commandLine.ts";

const data = join(import.meta.dirname, "../../experiments/sample/data/pococha");
const start = "2025-10-02T20:00:00+09:00";

/** A study of three streams of the sample in a folder of its own. */
export interface SmallStudy {
  folder: string;
  livecorpus(...args: string[]): Promise<{ code: number; out: string; err: string }>;
  /** Runs these experiments on it. */
  reproduce(...names: string[]): Promise<{ code: number; out: string; err: string }>;
  /** A file of its results. */
  result(path: string): Promise<string>;
  addToYaml(text: string): Promise<void>;
  remove(): Promise<void>;
}

/** @param again the id under which the first stream is there a second time */
export async function smallStudy(again?: string): Promise<SmallStudy> {
  const folder = await mkdtemp(join(tmpdir(), "livecorpus-small-"));
  const source = (id: string, from: string) =>
    `  - { platform: pococha, id: "${id}", language: ja, start: "${start}", files: ["${from}/comment_${id}.csv", "${from}/speech_${id}.csv"] }\n`;
  const sources = ["990001", "990002", "990003"].map((id) => source(id, data));
  await mkdir(join(folder, "study"));
  if (again !== undefined) {
    sources.push(source(again, join(folder, "study")));
    for (const name of ["comment", "speech"]) {
      const text = await readFile(join(data, `${name}_990001.csv`), "utf8");
      await writeFile(join(folder, `study/${name}_${again}.csv`), text.replaceAll("990001", again));
    }
  }
  await cp(join(data, "../../pseudonym.key"), join(folder, "study/pseudonym.key"));
  const yaml = join(folder, "study/study.yaml");
  await writeFile(
    yaml,
    `name: small
title: A small study
corpus: corpus
key: pseudonym.key
sources:
${sources.join("")}readers: [bm25, choices-only]
arms: [combined, chat, none, otherChat]
orders: [written]
seed: "1"
primary: { reader: bm25, arm: chat, against: [none, otherChat] }
`,
  );
  const livecorpus = async (...args: string[]) => {
    return commandLine(args);
  };
  const study = join(folder, "study");
  return {
    folder: study,
    livecorpus,
    reproduce: (...names) => livecorpus("reproduce", ...names, "--study", study, "--out", join(folder, "results")),
    result: (path) => readFile(join(folder, "results/small", path), "utf8"),
    addToYaml: async (text) => writeFile(yaml, `${await readFile(yaml, "utf8")}${text}`),
    remove: () => rm(folder, { recursive: true }),
  };
}
