import type { Clock } from "#lib/effects/index.ts";
import type { StepStanding } from "#lib/work/index.ts";

const shownAtMost = 10;

/**
 * Where a line stands, for a person: a table of the steps, then who works on what, then what has failed.
 *
 * @param name of the study or selection
 * @param retry the command that gives dead tasks another try
 */
export function statusText(name: string, steps: readonly StepStanding[], retry: string, clock: Clock): string {
  const rows = [
    ["step", "done", "running", "waiting", "in vain", "dead", "time left"],
    ...steps.map(({ step, done, running, waiting, inVain, dead, leftMs }) => [
      step,
      `${done}`,
      `${running.length}`,
      `${waiting}`,
      `${inVain}`,
      `${dead.length}`,
      leftMs === null ? (running.length + waiting > 0 ? "not known" : "-") : duration(leftMs),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const table = rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join("  "),
  );
  const running = steps.flatMap((step) =>
    step.running.map(
      ({ task, worker, lastSign, doing }) =>
        `  ${task}: ${worker}${doing === undefined ? "" : `, ${doing}`}, last sign ${ago(lastSign, clock)}`,
    ),
  );
  const failed = steps.flatMap(({ step, failures }) =>
    Object.entries(failures).map(([error, tasks]) => `  ${step}: ${tasks} ${error}`),
  );
  const dead = steps.flatMap((step) => step.dead.map(({ task, error, message }) => `  ${task}: ${error}: ${message}`));
  return [
    name,
    ...table,
    ...part("works on:", running),
    ...part("failed so far, by class (tried again or dead):", failed),
    ...part(`dead, until ${retry}:`, dead),
    "",
  ].join("\n");
}

function part(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length - shownAtMost;
  return [title, ...lines.slice(0, shownAtMost), ...(more > 0 ? [`  and ${more} more: --json has all`] : [])];
}

/** By the clock of the machine that wrote it, so only about right where clocks differ. */
function ago(time: string, clock: Clock): string {
  return `${duration(Math.max(0, clock.now().getTime() - Date.parse(time)))} ago`;
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
