import { plainTransfers, type TransferAt } from "#lib/effects/index.ts";
import type { Task, WorkEvent } from "#lib/work/index.ts";
import type { Effects } from "./effects.ts";

/** What a person, or with --json a program, sees of a run while it goes on. */
export interface CollectView {
  tell(event: WorkEvent): void;
  transfer(task: Task, at: TransferAt): void;
  stop(): void;
}

/** The view of a person: each download with its bytes, speed and time left, what ended and how, and how far the whole is. */
export function personView({ stderr, clock, transfers }: Effects, tasks: () => number): CollectView {
  const shown = transfers ?? plainTransfers(stderr, clock);
  const done = new Set<string>();
  let known = { done: 0, dead: 0 };
  const whole = () => {
    const dead = known.dead > 0 ? `, ${known.dead} dead` : "";
    shown.whole(`${Math.max(known.done, done.size)} of ${tasks()} tasks done${dead}`);
  };
  return {
    transfer: (task, at) => shown.update(task.id, labelOf(task), at),
    tell: (event) => {
      if (event.kind === "trouble") shown.say(event.message);
      if (event.kind === "count") known = event;
      if (event.kind === "count" || event.kind === "ended") whole();
      if (event.kind !== "ended") return;
      const { outcome } = event;
      // Two workers looked at one task: nothing has happened.
      if (outcome.kind === "busy" || (outcome.kind === "done" && !outcome.ran)) return;
      if (outcome.kind === "done") done.add(event.task);
      shown.end(event.task);
      shown.say(`${event.task}: ${outcome.kind}${"message" in outcome ? `: ${outcome.message}` : ""}`);
    },
    stop: () => shown.stop(),
  };
}

const everyMs = 2000;

/** The view of a program: a line of JSON for each thing that happens; a download is told every two seconds. */
export function jsonView({ stdout, clock }: Effects): CollectView {
  const told = new Map<string, number>();
  const write = (event: object) => stdout.write(`${JSON.stringify(event)}\n`);
  return {
    transfer: ({ id }, at) => {
      const nowMs = clock.monotonicMs();
      if (nowMs - (told.get(id) ?? Number.NEGATIVE_INFINITY) < everyMs) return;
      told.set(id, nowMs);
      write({ kind: "download", task: id, ...at });
    },
    tell: (event) => {
      if (event.kind === "ended") told.delete(event.task);
      write(event);
    },
    stop: () => {},
  };
}

const labelOf = ({ id, step, video }: Task) =>
  video ? `${step.replace("collect-", "")} ${video.platform} ${video.id}` : id;
