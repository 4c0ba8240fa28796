import { afterEach, beforeEach, expect, it } from "vitest";
import type { Corpus } from "#lib/corpus/index.ts";
import { silentProgress } from "#lib/effects/index.ts";
import { TransientError } from "#lib/errors.ts";
import { estimateTokens } from "#lib/llm/index.ts";
import { askStudy, estimateStudy, parseStudy, readStudyMaterial, writeStudyQuestions } from "#lib/qa/index.ts";
import { scriptedModel } from "../models/scriptedModel.ts";
import { chunkOf, talk } from "../talk.ts";
import { corpusOf } from "./corpus.ts";

const yaml = (rest: string) => `
name: dear
title: A study that costs
corpus: corpus
models:
  one: { provider: openai, model: one, concurrency: 4, price: { inputUsd: 1, cachedUsd: 0.1, outputUsd: 10 } }
  two: { provider: openai, model: two }
seed: "1"
primary: { reader: bm25, arm: chat, against: [none] }
gates: { minCombinedChars: 20 }
${rest}`;
let corpus: Corpus;
let remove: () => void;
beforeEach(async () => {
  // One chunk without chat: its combined and its speech are one and the same request.
  const quiet = chunkOf("en_9", 1, [["SPEECH", "nobody types here, and the lighthouse is closed"]]);
  ({ corpus, remove } = await corpusOf([...talk("en", { videos: 2, parts: 4 }), quiet]));
});
afterEach(() => remove());

it("counts the calls that a run makes", async () => {
  const study = parseStudy(yaml('readers: [bm25, "model:one"]'), "study.yaml");
  const material = await readStudyMaterial(corpus, study, "w600");
  const [row, ...others] = await estimateStudy(corpus, study, material, null);
  const { questions } = await writeStudyQuestions(corpus, study, material);
  const { model, requests } = scriptedModel(() => '{"choice": 1}');
  await askStudy(corpus, study, material, questions, silentProgress, { open: () => model });
  const unique = new Map(requests.map(({ prefix, ask, draw }) => [`${draw} ${prefix}${ask}`, { prefix, ask }]));
  expect(others).toEqual([]);
  expect(row).toMatchObject({ who: "model:one", calls: { from: unique.size, to: unique.size } });
  const tokens = [...unique.values()].reduce(
    (sum, { prefix, ask }) => sum + estimateTokens(prefix) + estimateTokens(ask),
    0,
  );
  expect(row!.inputTokens).toEqual({ from: Math.floor(0.95 * tokens), to: Math.ceil(1.05 * tokens) });
});

it("has a writer whose drafts may all be rejected, a verifier, and no price where there is none", async () => {
  const study = parseStudy(
    yaml(
      'writer: { name: model, model: one, attempts: 3 }\nverifier: { model: two }\nreaders: [bm25, "model:two:free"]',
    ),
    "study.yaml",
  );
  const rows = await estimateStudy(corpus, study, await readStudyMaterial(corpus, study, "w600"), null);
  expect(rows.map(({ who, entry, calls, usd }) => [who, entry, calls.from, calls.to, usd === null])).toEqual([
    ["writer", "one", 9, 9, false],
    ["writer, drafts again", "one", 0, 18, false],
    ["verifier", "two", 18, 18, true],
    ["model:two:free", "two", expect.any(Number), expect.any(Number), true],
    ["judge of model:two:free", "two", 0, rows[3]!.calls.to, true],
  ]);
  // Seven arms, two of them with nothing to show for the quiet chunk's chat; one reply serves all four orders.
  expect(rows[3]!.calls.to).toBeLessThanOrEqual(18 * 7);
});

it("counts what is open alone, and nothing of a study that is finished", async () => {
  const study = parseStudy(yaml('readers: [bm25, "model:one"]'), "study.yaml");
  const material = await readStudyMaterial(corpus, study, "w600");
  const { questions } = await writeStudyQuestions(corpus, study, material);
  const open = async () => (await estimateStudy(corpus, study, material, questions))[0]!.calls.to;
  const broken = scriptedModel((_, call) => (call === 5 ? new TransientError("503") : '{"choice": 1}'));
  await askStudy(corpus, study, material, questions, silentProgress, { open: () => broken.model }).catch(() => {});
  expect(await open()).toBe(1);
  await askStudy(corpus, study, material, questions, silentProgress, {
    open: () => scriptedModel(() => '{"choice": 1}').model,
  });
  expect(await open()).toBe(0);
});
