import { expect, it } from "vitest";
import { estimateTokens } from "#lib/llm/index.ts";
import { readerNamed, studyRequests } from "#lib/qa/index.ts";
import { StudyModel } from "#lib/records/index.ts";
import { prefixCache } from "../../experiments/prefixCache.ts";
import { rowsOf } from "./scratchLaboratory.ts";
import { scriptedStudy } from "./scriptedStudy.ts";

/** One chunk of speech alone, long enough for a cache: of the three arms one shows it, one nothing, and one does not apply. */
function longStudy() {
  const results = scriptedStudy({ videos: 1, chunks: 1, readers: { bm25: () => 0 } });
  const said = (i: number) => ({
    source: "SPEECH" as const,
    text: `and that is what the streamer said about apple number ${i}`,
    ref: `speech ${i}`,
    atMs: i * 1000,
  });
  results.chunks = results.chunks.map((chunk) => ({ ...chunk, lines: Array.from({ length: 200 }, (_, i) => said(i)) }));
  results.questions = results.questions.map((one) => ({ ...one, stem: `Which ${one.kind}?` }));
  results.streams = [{ video: results.chunks[0]!.video }] as typeof results.streams;
  return results;
}

function requestsOf({ study, chunks, languageOf, questions, streams }: ReturnType<typeof longStudy>) {
  const models = { any: StudyModel.parse({ provider: "genai", model: "any" }) };
  const reader = readerNamed("model:any", { seed: study.seed, questions: [], chunks: [], models });
  const videos = streams.map(({ video }) => video);
  return [...studyRequests(study, { chunks, languageOf, videos }, questions, reader)];
}

it("lays out the requests of a chunk one arm after another, so that those which share a beginning follow each other", () => {
  const requests = requestsOf(longStudy());
  // Two questions in four orders, shown speech, then nothing.
  expect(requests).toHaveLength(16);
  expect(new Set(requests.slice(0, 8).map(({ prefix }) => prefix)).size).toBe(1);
  expect(new Set(requests.slice(8).map(({ prefix }) => prefix)).size).toBe(1);
});

it("bills the layout with the text first for the text once, and the one with the question first each time", async () => {
  const results = longStudy();
  const rows = rowsOf(await prefixCache.run(results, {} as never)).filter(({ minimum }) => minimum === "2048");
  const found = (layout: string) => rows.find((row) => row.layout === layout && row.order === "by chunk")!;
  const [one] = requestsOf(results);
  const text = estimateTokens(one!.prefix);
  expect(text).toBeGreaterThan(2048);
  const ours = found("text first");
  expect(ours.requests).toBe("16");
  // Seven more with the same text, each with some lines of its question at most, in whole steps.
  expect(Number(ours.cached)).toBeGreaterThanOrEqual(7 * (text - 128));
  expect(Number(ours.cached)).toBeLessThanOrEqual(7 * (text + 128));
  expect(Number(ours.cached) % 128).toBe(0);
  expect(found("question first").cached).toBe("0");
  const uncached = (Number(ours.input) * 1.25) / 1e6;
  const usd = ((Number(ours.input) - Number(ours.cached)) * 1.25 + Number(ours.cached) * 0.125) / 1e6;
  expect(Number(ours["gemini-2.5-pro"])).toBeCloseTo(usd, 4);
  expect(Number(ours["gemini-2.5-pro saved"])).toBeCloseTo(uncached - usd, 4);
});

it("shows nothing for a study without questions", async () => {
  const results = { ...longStudy(), questions: [] };
  expect(await prefixCache.run(results, {} as never)).toEqual([]);
});
