import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Corpus } from "#lib/corpus/index.ts";
import { silentProgress } from "#lib/effects/index.ts";
import {
  askStudy,
  parseStudy,
  readStudy,
  readStudyAnswers,
  readStudyMaterial,
  readStudyQuestions,
  scoreAnswers,
  writeStudyQuestions,
} from "#lib/qa/index.ts";
import { Answer, type Study } from "#lib/records/index.ts";
import { talk } from "../talk.ts";
import { corpusOf, failingAfter } from "./corpus.ts";

const yaml = `
name: tiny
title: A tiny study
corpus: corpus
readers: [bm25, sliding-window, choices-only, oracle]
orders: [written, historical]
seed: "1"
primary: { reader: bm25, arm: chat, against: [none] }
`;
const study = parseStudy(yaml, "study.yaml");
let corpus: Corpus;
let remove: () => void;
beforeEach(async () => {
  ({ corpus, remove } = await corpusOf([
    ...talk("en", { videos: 2, parts: 4 }),
    ...talk("ja", { videos: 2, parts: 4 }),
  ]));
});
afterEach(() => remove());

async function ask(own: Study = study, into = corpus) {
  const material = await readStudyMaterial(corpus, own, "w600");
  const questions = await readStudyQuestions(corpus, own, material.videos);
  return askStudy(into, own, material, questions, silentProgress);
}
async function write(own: Study = study) {
  return writeStudyQuestions(corpus, own, await readStudyMaterial(corpus, own, "w600"));
}
async function answers(own: Study = study): Promise<Answer[]> {
  const { videos } = await readStudyMaterial(corpus, own, "w600");
  const found: Answer[] = [];
  for await (const answer of readStudyAnswers(corpus, own, videos)) found.push(answer);
  return found;
}

describe("a study on a corpus", () => {
  it("writes its questions once, and says which videos changed", async () => {
    const first = await write();
    expect(first.questions.length).toBeGreaterThan(12);
    expect(first.changedVideos).toBe(4);
    expect((await write()).changedVideos).toBe(0);
    expect((await write({ ...study, seed: "2" })).changedVideos).toBe(4);
    const names: string[] = [];
    for await (const name of corpus.store.list("studies/tiny/questions/")) names.push(name);
    expect(names).toEqual(["en_0", "en_1", "ja_0", "ja_1"].map((id) => `studies/tiny/questions/other/${id}.jsonl`));
  });

  it("has one answer for each question, reader, arm and distinct order, each a valid record", async () => {
    const { questions } = await write();
    const { asked, kept } = await ask();
    const all = await answers();
    expect([all.length, kept]).toEqual([asked, 0]);
    const keys = new Set(all.map((a) => JSON.stringify([a.question, a.reader, a.arm, a.order])));
    expect(keys.size).toBe(all.length);
    expect(all.length).toBeGreaterThan(questions.length * 4 * 7);
    for (const answer of all) expect(() => Answer.parse(answer)).not.toThrow();
  });

  it("asks nothing again that is answered, and leaves every file as it is", async () => {
    await write();
    const { asked } = await ask();
    const before = await answers();
    expect(await ask()).toEqual({ asked: 0, kept: asked });
    expect(await answers()).toEqual(before);
  });

  it("asks a changed question again, and no other", async () => {
    await write();
    await ask();
    const path = "studies/tiny/questions/other/en_0.jsonl";
    const lines = Buffer.from((await corpus.store.get(path))!)
      .toString()
      .trimEnd()
      .split("\n");
    const changed = { ...JSON.parse(lines[0]!), stem: "Which one came up?" };
    await corpus.store.put(path, Buffer.from([JSON.stringify(changed), ...lines.slice(1)].join("\n")));
    const { asked } = await ask();
    const own = (await answers()).filter(({ question }) => question === changed.id);
    expect(asked).toBe(own.length);
  });

  it("asks all again for another seed, and only what is new for another reader, arm or draw", async () => {
    await write();
    const { asked: all } = await ask();
    const two = await ask({ ...study, draws: 2 });
    expect(two).toEqual({ asked: all, kept: all });
    const reader = await ask({ ...study, readers: [...study.readers, "sliding-window-distance"] });
    expect(reader.asked).toBeLessThan(all);
    expect(reader.kept).toBe(all);
    const other = { ...study, seed: "2" };
    expect((await ask(other)).kept).toBe(0);
  });

  it("goes on after a run that died, with whole files only", async () => {
    await write();
    const died = failingAfter(corpus.store, 40);
    await expect(ask(study, { ...corpus, store: died })).rejects.toThrow("no space left");
    const partly = await answers();
    expect(partly.length).toBeGreaterThan(0);
    const { asked, kept } = await ask();
    expect(kept).toBe(partly.length);
    expect(asked).toBeGreaterThan(0);
    expect(await ask()).toEqual({ asked: 0, kept: asked + kept });
  });

  it("scores the oracle as the truth demands: all of combined, none of nothing but by luck", async () => {
    const { questions } = await write();
    await ask();
    const items = scoreAnswers(questions, await answers(), { invalid: "excluded" });
    const mean = (arm: string, evidence: string[]) => {
      const own = items.filter((i) => i.reader === "oracle" && i.arm === arm && evidence.includes(i.evidence));
      return own.reduce((sum, { score }) => sum + (score ?? 0), 0) / own.length;
    };
    expect(mean("combined", ["SPEECH", "CHAT", "BOTH"])).toBe(1);
    expect(mean("speech", ["SPEECH", "BOTH"])).toBe(1);
    expect(mean("chat", ["CHAT", "BOTH"])).toBe(1);
    expect(mean("none", ["SPEECH", "CHAT", "BOTH"])).toBeLessThan(0.6);
  });
});

describe("what cannot be used is named", () => {
  const broken = (text: string) => () => parseStudy(text, "studies/tiny/study.yaml");

  it("a key that is missing, misspelt or wrong, each with its place", () => {
    expect(broken("name: tiny\n")).toThrow(/study\.yaml: \d+ of its keys cannot be used:[\s\S]*readers: [\s\S]*seed: /);
    expect(broken(yaml.replace("seed", "sead"))).toThrow(/there is no sead; remove or correct the name/);
    expect(broken(yaml.replace("arm: chat", "arm: chatt"))).toThrow(/primary\.arm: /);
    expect(broken(yaml.replace("[bm25,", "[[],"))).toThrow(/readers\[0\]: /);
    expect(broken("")).toThrow(/name: /);
    expect(broken(yaml.replace("A tiny study", '"\\e[31mred"'))).toThrow(/title: expected text without control char/);
  });

  it("keys that do not fit each other, and what is named twice", () => {
    expect(broken(yaml.replace("choices-only", "bm25"))).toThrow(/readers: bm25 is there twice/);
    expect(broken(`${yaml}arms: [chat, none, chat]`)).toThrow(/arms: chat is there twice/);
    expect(broken(yaml.replace("[none]", "[none, none]"))).toThrow(/primary\.against: none is there twice/);
    expect(broken(yaml.replace("[none]", "[chat]"))).toThrow(/primary\.against: expected other arms than chat/);
    expect(broken(yaml.replace("reader: bm25", "reader: gpt"))).toThrow(
      /primary\.reader: expected one of .* found gpt/,
    );
    expect(broken(`${yaml}arms: [combined, speech]`)).toThrow(/primary\.arm: .* chat\n.*primary\.against: .* none/);
    const twice = "[{ platform: other, id: a }, { platform: other, id: a }]";
    expect(broken(`${yaml}videos: ${twice}`)).toThrow(/videos: other a is there twice/);
    const sources = twice.replaceAll("id: a", "id: a, files: [a.csv]");
    expect(broken(`${yaml}sources: ${sources}`)).toThrow(/sources: other a is there twice/);
  });

  it("an alias that leads nowhere, or to more than memory holds", () => {
    expect(broken("name: *gone\n")).toThrow(/study\.yaml: an alias cannot be used: Unresolved alias/);
    const levels = Array.from(
      { length: 9 },
      (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(", ")}]\n`,
    );
    expect(broken(`a0: &a0 [x]\n${levels.join("")}`)).toThrow(/study\.yaml: an alias cannot be used: Excessive/);
  });

  it("a text that is no YAML", () => {
    expect(broken("name: [")).toThrow(/study\.yaml: this is no YAML: /);
  });

  it("a study that is not there, or that names itself otherwise", async () => {
    await expect(readStudy(corpus, "gone")).rejects.toThrow(/no study gone in .*expected studies\/gone\/study\.yaml/);
    await corpus.store.put("studies/other/study.yaml", Buffer.from(yaml));
    await expect(readStudy(corpus, "other")).rejects.toThrow(/name: expected other, the folder's name, found tiny/);
    await expect(readStudy(corpus, "../x")).rejects.toThrow(/no name of a study/);
    await corpus.store.put("studies/tiny/study.yaml", Buffer.from(yaml));
    expect(await readStudy(corpus, "tiny")).toEqual(study);
  });

  it("questions, chunks, writers and readers that are not there", async () => {
    await expect(ask()).rejects.toThrow(/no questions. Write them with livecorpus qa write/);
    const gone = { ...study, videos: [{ platform: "other" as const, id: "gone" }] };
    await expect(readStudyMaterial(corpus, gone, "w600")).rejects.toThrow(/no video other gone/);
    await expect(readStudyMaterial(corpus, study, "w120")).rejects.toThrow(/w120/);
    await expect(write({ ...study, writer: { name: "poet" } })).rejects.toThrow(/no writer poet. Name cloze or model/);
    await write();
    await expect(ask({ ...study, readers: ["gpt"] })).rejects.toThrow(/no reader gpt/);
  });

  it("a stored line that was damaged, with file and line", async () => {
    await write();
    const path = "studies/tiny/questions/other/en_0.jsonl";
    const text = Buffer.from((await corpus.store.get(path))!).toString();
    await corpus.store.put(path, Buffer.from(`${text}{"id":`));
    await expect(ask()).rejects.toThrow(/en_0\.jsonl in .*, line \d+: expected one JSON record a line/);
    await corpus.store.put(path, Buffer.from(text.replace('"answer":', '"answer":9')));
    await expect(ask()).rejects.toThrow(/en_0\.jsonl in .*, line 1: .*answer must be an index into choices/);
  });
});
