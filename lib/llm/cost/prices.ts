/** What a model costs, in US dollars per million tokens. */
export interface Price {
  inputUsd: number;
  /** Tokens of the prompt that the provider's cache had. */
  cachedUsd: number;
  /** Thoughts are output too. */
  outputUsd: number;
  /** For calls whose prompt is longer than `aboveTokens`. */
  long?: { aboveTokens: number; inputUsd: number; cachedUsd: number; outputUsd: number };
}

/** Prices of a day, from where they were read. */
export interface PriceTable {
  /** The day on which the source was read. */
  date: string;
  source: string;
  /** What a batch costs in comparison. */
  batchShare: number;
  models: Readonly<Record<string, Price>>;
}

/**
 * Google's prices for text at the standard tier. A model that is not here has no price: give one, or cap its tokens instead of
 * its cost. Prices change, so a run's record names the table's date.
 */
export const prices: PriceTable = {
  date: "2026-10-07",
  source: "https://ai.google.dev/gemini-api/docs/pricing",
  batchShare: 0.5,
  models: {
    "gemini-2.5-pro": {
      ...{ inputUsd: 1.25, cachedUsd: 0.125, outputUsd: 10 },
      long: { aboveTokens: 200_000, inputUsd: 2.5, cachedUsd: 0.25, outputUsd: 15 },
    },
    "gemini-2.5-flash": { inputUsd: 0.3, cachedUsd: 0.03, outputUsd: 2.5 },
    "gemini-2.5-flash-lite": { inputUsd: 0.1, cachedUsd: 0.01, outputUsd: 0.4 },
  },
};

/**
 * The price of a model by its name, such as `genai:gemini-2.5-pro;thinking=0`; undefined where the table has none. A server of
 * one's own may run a model of any name, so only Google's providers have prices.
 */
export function priceOf(name: string, table: PriceTable = prices): Price | undefined {
  const model = /^(?:genai|vertexai):([^;]+)/.exec(name)?.[1];
  return model === undefined || !Object.hasOwn(table.models, model) ? undefined : table.models[model];
}
