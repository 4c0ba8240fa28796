import { MultiBar, type SingleBar } from "cli-progress";
import type { Clock } from "./clock.ts";
import { type TransferAt, transferText } from "./transferText.ts";

/** Tells a person how far several transfers are that run at once, and how far the whole is. */
export interface Transfers {
  /** @param label what is transferred, e.g. `audio youtube abc` */
  update(id: string, label: string, at: TransferAt): void;
  /** A transfer that is over, well or not; one that never was shown is none. */
  end(id: string): void;
  /** How far the whole is, e.g. `12 of 156 tasks done`. */
  whole(text: string): void;
  /** A line for a person, beside the transfers. */
  say(line: string): void;
  stop(): void;
}

const redrawMs = 250;
const quietMs = 2000;
const lineEveryMs = 10_000;
const barWidth = 20;
const leastBarWidth = 5;
/** The rest of the bar that stood where a line is written. */
const clearRight = "\u001b[K";

/** Transfers as a bar each on a terminal, and as plain lines elsewhere. */
export function personTransfers(stream: NodeJS.WritableStream & { isTTY?: boolean }, clock: Clock): Transfers {
  return stream.isTTY ? terminalTransfers(stream, clock) : plainTransfers(stream, clock);
}

/** A line for each transfer that takes longer than two seconds, every ten seconds. */
export function plainTransfers(output: { write(text: string): unknown }, clock: Clock): Transfers {
  const lines = new Map<string, number>();
  return {
    update: (id, label, at) => {
      const nowMs = clock.monotonicMs();
      const dueMs = lines.get(id) ?? nowMs + quietMs;
      if (nowMs >= dueMs) output.write(`${label}: ${transferText(at)}\n`);
      lines.set(id, nowMs >= dueMs ? nowMs + lineEveryMs : dueMs);
    },
    end: (id) => void lines.delete(id),
    whole: () => {},
    say: (line) => void output.write(`${line}\n`),
    stop: () => {},
  };
}

function terminalTransfers(stream: NodeJS.WritableStream, clock: Clock): Transfers {
  let bars: MultiBar | null = null;
  let foot: SingleBar | null = null;
  const running = new Map<string, SingleBar>();
  let drawnMs = Number.NEGATIVE_INFINITY;
  const open = () => {
    bars ??= new MultiBar({
      ...{ stream, hideCursor: null, clearOnComplete: true, gracefulExit: false, fps: 1000 / redrawMs },
      // What is said pushes the bars down, so also those that have not changed are drawn anew.
      forceRedraw: true,
      // Asked at each drawing, since a terminal may be made wider or narrower.
      format: (_, { maxWidth }, { line }: { line: Line }) => line(maxWidth - 1).slice(0, maxWidth - 1),
    });
    return bars;
  };
  const draw = (isDue: boolean) => {
    const nowMs = clock.monotonicMs();
    if (!isDue && nowMs - drawnMs < redrawMs) return;
    drawnMs = nowMs;
    bars?.update();
  };
  /** The foot stays below all transfers. */
  const setFoot = (line: Line) => {
    if (foot) bars?.remove(foot);
    foot = open().create(1, 0, { line });
  };
  return {
    update: (id, label, at) => {
      const line = (columns: number) => transferLine(label, at, columns);
      const known = running.get(id);
      if (known) known.update(0, { line });
      else {
        running.set(id, open().create(1, 0, { line }));
        if (foot) setFoot((foot as unknown as { payload: { line: Line } }).payload.line);
      }
      draw(!known);
    },
    end: (id) => {
      const known = running.get(id);
      if (!known) return;
      running.delete(id);
      bars?.remove(known);
      draw(true);
    },
    whole: (text) => {
      const line = () => text;
      if (foot) foot.update(0, { line });
      else setFoot(line);
      draw(false);
    },
    say: (line) => {
      if (!bars) return void stream.write(`${line}\n`);
      bars.log(`${line}${clearRight}\n`);
      draw(true);
    },
    stop: () => {
      bars?.stop();
      bars = null;
      foot = null;
      running.clear();
    },
  };
}

/** What stands in a line of so many columns. */
type Line = (columns: number) => string;

/** The bar gives way first: what a transfer is, and how long it still takes, is worth more. */
function transferLine(label: string, at: TransferAt, columns: number): string {
  const text = `${label}  ${transferText(at)}`;
  const percent = at.share === null ? "    " : `${Math.floor(at.share * 100)}%`.padStart(4);
  const width = Math.min(barWidth, columns - text.length - percent.length - "[]  ".length);
  return width < leastBarWidth ? `${percent.trim()} ${text}`.trim() : `${bar(at.share, width)} ${percent} ${text}`;
}

function bar(share: number | null, width: number): string {
  if (share === null) return `[${"?".padStart(width / 2).padEnd(width)}]`;
  return `[${"=".repeat(Math.round(share * width)).padEnd(width)}]`;
}
