import { answerVariants, asksModels, modelOfReader, readPrompt } from "#lib/qa/index.ts";
import type { Answer } from "#lib/records/index.ts";
import { type Artefact, renderTable } from "#lib/report/index.ts";
import { accuracyOf } from "./accuracy.ts";
import type { Experiment } from "./studyResults.ts";

/** What each reader that is a model was asked with, how its answers ended, and what they took; nothing without models. */
export const usage: Experiment = {
  name: "usage",
  run({ study, answers, items }): Artefact[] {
    if (!asksModels(study)) return [];
    const rows = study.readers.flatMap((reader) => {
      const named = modelOfReader(reader);
      if (!named) return [];
      const own = answers.filter((answer) => answer.reader === reader);
      const sum = (of: (answer: Answer) => number | undefined) =>
        own.reduce((total, answer) => total + (of(answer) ?? 0), 0);
      const count = (status: Answer["status"]) => own.filter((answer) => answer.status === status).length;
      const prompt = answerVariants[named.variant as keyof typeof answerVariants];
      const paid = own.filter((answer) => answer.usage !== undefined);
      const chat = accuracyOf(items.filter((item) => item.reader === reader && item.arm === study.primary.arm));
      return [
        {
          values: {
            reader,
            model: study.models![named.entry]!.model,
            versions: [...new Set(own.flatMap(({ modelVersion }) => modelVersion ?? []))].sort().join(" ") || null,
            prompt: `${prompt} ${readPrompt(prompt).hash.slice(0, 12)}`,
            answered: count("answered"),
            invalid: count("invalid"),
            refused: count("refused"),
            blocked: count("blocked"),
            accuracy: chat.accuracy,
            input: sum((answer) => answer.usage?.inputTokens),
            cached: sum((answer) => answer.usage?.cachedTokens),
            output: sum((answer) => answer.usage?.outputTokens),
            usd: paid.some((answer) => answer.usage!.costUsd === undefined)
              ? null
              : sum((answer) => answer.usage?.costUsd),
          },
          sources: own.map(({ question, arm, order, draw, status, usage: took }) => ({
            question,
            arm,
            order,
            draw,
            status,
            took,
          })),
        },
      ];
    });
    if (rows.length === 0) return [];
    return renderTable({
      name: "usage",
      title: `Models, prompts, and what their answers took: ${study.title}`,
      keys: ["reader"],
      columns: [
        { key: "reader", label: "reader" },
        { key: "model", label: "model" },
        { key: "versions", label: "versions that answered" },
        { key: "prompt", label: "prompt" },
        { key: "answered", label: "answered" },
        { key: "invalid", label: "invalid" },
        { key: "refused", label: "refused" },
        { key: "blocked", label: "blocked" },
        { key: "accuracy", label: `accuracy under ${study.primary.arm} [95 %]`, digits: 3 },
        { key: "input", label: "input tokens" },
        { key: "cached", label: "of them cached" },
        { key: "output", label: "output tokens" },
        { key: "usd", label: "US dollars", digits: 4 },
      ],
      rows,
      stamp: "exploratory",
      notes: [
        "A prompt is named with the beginning of the hash of its files. Tokens are those that the provider counted; thoughts are output. Dollars are by the price table or by study.yaml, empty where a model has no price.",
        "A request that two arms share, such as a chunk without chat under combined and speech, is paid once and counted with both. Questions that models wrote or checked are not part of it.",
        ...study.notes,
      ],
    });
  },
};
