import { AuthError, PermanentError, TransientError } from "#lib/errors.ts";
import type { WorkerReport } from "#lib/work/index.ts";

/** How a run of workers ended, as text for a person. */
export function reportText({ ended, done, dead, blocked, closed }: WorkerReport, tasks: number): string {
  const lines = [`${done} of ${tasks} tasks are done${ended === "stopped" ? "; the run was stopped" : ""}.`];
  for (const { task, error, message } of dead) lines.push(`dead: ${task}: ${error}: ${message}`);
  if (blocked.length > 0) lines.push(`${blocked.length} tasks wait in vain for these.`);
  for (const { queue, message } of closed) lines.push(`${queue} is closed: ${message}`);
  return `${lines.join("\n")}\n`;
}

/**
 * Ends the program after a run that left something to do; the class says what a person can do next.
 *
 * @param retry the command that gives dead tasks another try
 */
export function failOn({ ended, dead, closed, done }: WorkerReport, tasks: number, retry: string): void {
  if (closed.length > 0)
    throw new AuthError("Renew the credential that is named above, and run the same command again.");
  if (dead.length > 0)
    throw new PermanentError(
      `Mend what is named above, give it another try with ${retry}, and run the same command again.`,
    );
  if (ended !== "finished" && done < tasks) throw new TransientError("Run the same command again to go on.");
}
