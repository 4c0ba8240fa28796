import { expect, it } from "vitest";
import type { Question } from "#lib/records/index.ts";
import { lint } from "../../experiments/lint.ts";
import { rowsOf, scriptedStudy } from "./scriptedStudy.ts";

const line = (source: "CHAT" | "SPEECH", text: string) => ({ source, text, ref: text, atMs: 0 });

/** Four videos with a topic and a detail question each, all good but for what is changed. */
function study(change: (question: Question, video: number) => Partial<Question>) {
  const results = scriptedStudy({ videos: 4, chunks: 1, readers: { bm25: () => 0 } });
  results.chunks = results.chunks.map((chunk) => ({
    ...chunk,
    lines: [line("SPEECH", "we bake bread today"), line("CHAT", "smells like cinnamon")],
  }));
  const choices = ["bread rolls", "paper kites", "wool socks", "glass boats"];
  const stems = {
    topic: "Which of these four is a topic that came up in this part of the stream?",
    detail: "What was said about “bread” in this part of the stream?",
  };
  results.questions = results.questions.map((question) => {
    const good = { ...question, choices, stem: stems[question.kind] };
    return { ...good, ...change(good, Number(question.chunk.video.id.slice(1))) };
  });
  return results;
}

const brokenIn = async (results: ReturnType<typeof study>) =>
  Object.fromEntries([...(await rowsOf(lint, results))].map(([name, { questions }]) => [name, questions]));

it("counts the questions that break each rule, by kind, and each once among all that break any", async () => {
  const found = await brokenIn(
    study(({ kind }, video) => {
      if (video === 1 && kind === "topic") return { choices: ["cinnamon", "paper kites", "wool socks", "glass boats"] };
      if (video === 2) return { choices: ["bread rolls", "Bread rolls", "wool socks", "glass boats"] };
      if (video === 3 && kind === "detail") return { evidence: [], choices: ["a", "b", "c", `d${"d".repeat(60)}`] };
      return {};
    }),
  );
  expect(found).toMatchObject({
    "all/chatAlone": 1,
    "topic/chatAlone": 1,
    "detail/chatAlone": 0,
    "all/distinct": 2,
    "all/evidence": 1,
    "detail/evidence": 1,
  });
  expect(found["all/any"]).toBe(4);
});
