import { expect, it } from "vitest";
import { errorRate, errorUnits } from "#lib/transcribe/index.ts";

it("counts words in English and characters in Japanese and Korean, on normalised texts", () => {
  const english = errorRate([{ cluster: "a", said: "It's a test.", heard: "it is a text" }], {
    language: "en-GB",
    seed: "1",
  });
  expect(english).toMatchObject({
    unit: "words",
    counts: { hits: 3, substitutions: 1, deletions: 0, insertions: 0 },
    rate: { value: 0.25, low: null, reason: "one video only" },
  });
  const japanese = errorRate([{ cluster: "a", said: "水を、買う。", heard: "水 お買う" }], {
    language: "ja",
    seed: "1",
  });
  expect(japanese).toMatchObject({ unit: "characters", counts: { hits: 3, substitutions: 1 }, rate: { value: 0.25 } });
  expect(errorUnits("안녕 하세요!", "ko")).toEqual(["안", "녕", "하", "세", "요"]);
  expect(errorUnits("Ça va ?", "fr")).toEqual(["ça", "va"]);
  expect(errorUnits(" ... ", "en")).toEqual([]);
});

it("resamples clusters, so lines of one video count together", () => {
  const texts = ["a", "b", "c", "d"].flatMap((cluster, i) =>
    [0, 1, 2].map((line) => ({
      cluster,
      said: "one two three four five six seven eight nine ten",
      heard: line <= i % 3 ? "nothing" : "one two three four five six seven eight nine ten",
    })),
  );
  const { rate } = errorRate(texts, { language: "de", seed: "1" });
  expect(rate).toMatchObject({ n: 120, clusters: 4 });
  expect(rate.value).toBeCloseTo(7 / 12, 10);
  expect(rate.low!).toBeLessThan(rate.value!);
  expect(errorRate(texts, { language: "de", seed: "1" }).rate).toEqual(rate);
});
