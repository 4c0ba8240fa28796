import { seededRandom } from "#lib/effects/index.ts";
import { costOf, estimateTokens, prices } from "#lib/llm/index.ts";
import { readerNamed, studyRequests } from "#lib/qa/index.ts";
import { StudyModel } from "#lib/records/index.ts";
import { type Artefact, type Row, renderTable } from "#lib/report/index.ts";
import { type BilledPrompt, simulatePrefixCache } from "#lib/simulate/index.ts";
import type { Experiment, StudyResults } from "./studyResults.ts";

const models = ["gemini-2.5-pro", "gemini-2.5-flash"] as const;
const stepTokens = 128;
const timeToLiveSeconds = 300;
/** What Google names for these models, and the least that any provider or version of its page has named. */
const minimums = [2048, 1024];
const smallCache = 100_000;
const largeCache = 10_000_000;
/** Eight requests in flight that take a second each. */
const requestsPerSecond = 8;
/** Of a larger study, this many requests tell the shares as well. */
const mostRequests = 20_000;

/** A prompt in the parts that a cache may share, and the video that it is about. */
interface Prompt {
  rules: string;
  body: string;
  ask: string[];
  video: string;
}

const textFirst = ({ rules, body, ask }: Prompt) => [rules, body, ...ask];
const questionFirst = ({ rules, body, ask }: Prompt) => [rules, ...ask, body];
const ways = [
  { layout: "text first", order: "by chunk", capacity: smallCache, partsOf: textFirst },
  { layout: "text first", order: "shuffled", capacity: smallCache, partsOf: textFirst },
  { layout: "text first", order: "shuffled", capacity: largeCache, partsOf: textFirst },
  { layout: "question first", order: "by chunk", capacity: smallCache, partsOf: questionFirst },
];

/** What a provider's cache of beginnings would take off the study's input, by how requests are laid out and ordered; simulated. */
export const prefixCache: Experiment = {
  name: "prefixCache",
  readsText: true,
  run(results): Artefact[] {
    const { study } = results;
    const { prompts, isAll } = promptsOf(results);
    if (prompts.length === 0) return [];
    const shuffled = seededRandom(`${study.seed}|prefixCache`).shuffle(prompts);
    const tokensOf = remembered(estimateTokens);
    const rows = minimums.flatMap((minimumTokens) =>
      ways.map(({ layout, order, capacity, partsOf }): Row => {
        const rules = { minimumTokens, stepTokens, timeToLiveSeconds, capacityTokens: capacity };
        const cache = simulatePrefixCache(rules, tokensOf);
        const billed = (order === "shuffled" ? shuffled : prompts).map((prompt, i) => ({
          video: prompt.video,
          ...cache.bill(partsOf(prompt), i / requestsPerSecond),
        }));
        return {
          values: { minimum: minimumTokens, layout, order, capacity, ...sumOf(billed) },
          sources: videosOf(billed),
        };
      }),
    );
    return renderTable({
      name: "prefixCache",
      title: `What a provider's cache pays for, by layout of the requests (simulated): ${study.title}`,
      keys: ["minimum", "layout", "order", "capacity"],
      columns: [
        { key: "minimum", label: "shortest beginning kept" },
        { key: "layout", label: "layout" },
        { key: "order", label: "order" },
        { key: "capacity", label: "tokens the cache holds" },
        { key: "requests", label: "requests" },
        { key: "input", label: "input tokens" },
        { key: "cached", label: "of them cached" },
        { key: "share", label: "share", digits: 3 },
        ...models.flatMap((model) => [
          { key: model, label: `${model}: US dollars for input`, digits: 4 },
          { key: `${model} saved`, label: "saved by the cache", digits: 4 },
        ]),
      ],
      rows,
      stamp: "exploratory",
      notes: [
        `Simulated: no model was asked. The prompts are those that model:NAME would be sent for all questions, arms, orders and draws of this study${isAll ? "" : `, of which the first ${prompts.length}`}; each is asked when the one before it is known to the cache, ${requestsPerSecond} a second.`,
        `The cache: a beginning of so many tokens or more that an earlier prompt had too, in steps of ${stepTokens}, kept for ${timeToLiveSeconds} s after its last use. Google's page names 2,048 tokens for 2.5 Pro and Flash and has named 1,024 for Flash, OpenAI's 1,024; OpenAI's names the steps and 5 to 10 minutes. How much a cache holds nobody publishes, so for the shuffled order two sizes are shown. Real caches promise nothing.`,
        "Text first: rules, chat or speech, question. Question first, as the historical requests had it: rules, question, chat or speech. A second draw repeats a whole prompt, which a cache finds in any layout if the first has ended by then; draws that are in flight together are not found.",
        `Tokens by the estimate of lib/llm, part by part: within 5 % on the three languages together, 10 % on one, against a vocabulary of 200,000 entries; Gemini's own was not compared. Prices of ${prices.date}; output is not counted, since it is the same in all rows.`,
        ...study.notes,
      ],
    });
  },
};

/** The prompts of a reader that is a model, in the order in which the study asks them. */
function promptsOf({ study, streams, chunks, languageOf, questions }: StudyResults): {
  prompts: Prompt[];
  isAll: boolean;
} {
  const model = StudyModel.parse({ provider: "genai", model: models[0] });
  const reader = readerNamed("model:any", { seed: study.seed, questions: [], chunks: [], models: { any: model } });
  const material = { chunks, languageOf, videos: streams.map(({ video }) => video) };
  const prompts: Prompt[] = [];
  const split = remembered(splitPrefix);
  for (const { prefix, ask, videos } of studyRequests(study, material, questions, reader)) {
    if (prompts.length === mostRequests) return { prompts, isAll: false };
    const { platform, id } = videos[0]!;
    prompts.push({ ...split(prefix), ask: ask.split(/(?<=\n)/), video: `${platform}/${id}` });
  }
  return { prompts, isAll: true };
}

/**
 * A text between marks is one part: its first line holds a code that is a hash of all of it, so that two texts share nothing
 * after the rules.
 */
function splitPrefix(prefix: string): Pick<Prompt, "rules" | "body"> {
  const begin = prefix.search(/^<<<data [0-9a-f]+>>>$/m);
  return begin < 0 ? { rules: prefix, body: "" } : { rules: prefix.slice(0, begin), body: prefix.slice(begin) };
}

/** A function that computes each text once. */
function remembered<T>(of: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (!known.has(text)) known.set(text, of(text));
    return known.get(text)!;
  };
}

/** What a provider would count of a request about a video. */
interface BilledRequest extends BilledPrompt {
  video: string;
}

/** What the requests come to at each model's prices. */
function sumOf(billed: readonly BilledRequest[]): Record<string, number> {
  const total = (of: (one: BilledPrompt) => number) => billed.reduce((sum, one) => sum + of(one), 0);
  const input = total(({ inputTokens }) => inputTokens);
  const cached = total(({ cachedTokens }) => cachedTokens);
  const dollars = models.flatMap((model) => {
    const price = prices.models[model]!;
    const usd = total((one) => costOf(price, { ...one, outputTokens: 0 }));
    const uncached = total((one) => costOf(price, { ...one, cachedTokens: 0, outputTokens: 0 }));
    return [
      [model, usd],
      [`${model} saved`, uncached - usd],
    ];
  });
  return { requests: billed.length, input, cached, share: cached / input, ...Object.fromEntries(dollars) };
}

/** The counts behind a row, by video. */
function videosOf(billed: readonly BilledRequest[]) {
  const found = new Map<string, { video: string; requests: number; inputTokens: number; cachedTokens: number }>();
  for (const { video, inputTokens, cachedTokens } of billed) {
    const own = found.get(video) ?? { video, requests: 0, inputTokens: 0, cachedTokens: 0 };
    own.requests++;
    own.inputTokens += inputTokens;
    own.cachedTokens += cachedTokens;
    found.set(video, own);
  }
  return [...found.values()];
}
