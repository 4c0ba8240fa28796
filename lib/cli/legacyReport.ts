import type { LegacyImport } from "#lib/qa/index.ts";
import { cellText } from "#lib/report/index.ts";

/** What an import found as one line of JSON; of the replies to ask again, their number. */
export function legacyLine(found: LegacyImport): string {
  return `${JSON.stringify({
    ...found,
    requeue: found.requeue.length,
    stages: found.stages.map(({ stage, legacy, ...corrected }) => ({
      stage: stage.name,
      alias: stage.alias,
      legacy: { counted: legacy.counted, right: legacy.right, accuracy: legacy.accuracy },
      ...corrected,
    })),
  })}\n`;
}

/** What an import found, for a person. */
export function legacyText(found: LegacyImport, out: string): string {
  const { protocol, run, metricsDiffer, disagreements } = found;
  const own =
    metricsDiffer === null
      ? "The run has no metrics of its own to compare with."
      : metricsDiffer.length === 0
        ? "Its own metrics are reproduced exactly."
        : `${metricsDiffer.length} of its own metrics are not what its files give:`;
  return [
    `Protocol ${protocol}, ${run}. ${own}`,
    ...some(metricsDiffer ?? []),
    ...(disagreements.length > 0 ? [`${disagreements.length} places where its files disagree:`] : []),
    ...some(disagreements),
    "",
    ...stageTable(found),
    "",
    "as scored: by the run's own rule, with repeated rows and with empty replies as it took them. Corrected: each question once,",
    "empty replies not counted, intervals of 95 % by leaving out one live at a time (log odds).",
    `${found.repeatedRows} rows repeat a chunk after a resume; ${found.requeue.length} replies have to be asked again (${out}/requeue.csv).`,
    `${found.questions} questions and ${found.answers} answers as records${found.withoutQuestion > 0 ? `; ${found.withoutQuestion} replies have no usable question` : ""}.`,
    "",
  ].join("\n");
}

function stageTable({ stages }: LegacyImport): string[] {
  const rows = stages.map(({ stage, legacy, asked, invalid, failed, leftOut, excluded, wrong }) => [
    stage.name,
    stage.alias,
    `${legacy.right}/${legacy.counted}`,
    cellText(legacy.accuracy, 3),
    ...[asked, invalid, failed, leftOut].map(String),
    cellText(excluded, 3),
    cellText(wrong, 3),
  ]);
  const head = [
    "stage",
    "",
    "as scored",
    "",
    "asked",
    "invalid",
    "empty",
    "left out",
    "invalid excluded",
    "invalid wrong",
  ];
  const lines = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  return lines.map((line) =>
    line
      .map((cell, i) => (i < 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join("  ")
      .trimEnd(),
  );
}

/** The first ten, and how many more there are. */
function some(sentences: readonly string[]): string[] {
  const more = sentences.length > 10 ? [`  and ${sentences.length - 10} more`] : [];
  return [...sentences.slice(0, 10).map((sentence) => `  ${sentence}`), ...more];
}
