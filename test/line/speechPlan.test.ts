import { describe, expect, it } from "vitest";
import { speechPlan } from "#lib/line/index.ts";

const base = { engine: "whisper.cpp", model: "models/ggml-base.bin" };

describe("the settings of a recogniser", () => {
  it("tell each window the hot words before what was said, and the engine neither", () => {
    const { settings, engine } = speechPlan({
      ...base,
      language: "ja",
      prompt: "では始めます",
      hotWords: ["雪見", "Aqua"],
    });
    expect(settings.prompt).toBe("雪見, Aqua. では始めます");
    expect(engine).toEqual({ ...base, language: "ja" });
  });

  it("name another transcript where the words are others", () => {
    const variants = [{}, { hotWords: ["a"] }, { hotWords: ["a", "b"] }, { prompt: "a" }].map(
      (told) => speechPlan({ ...base, ...told }).variant,
    );
    expect(new Set(variants).size).toBe(3);
    expect(speechPlan(base).settings).not.toHaveProperty("prompt");
  });
});
