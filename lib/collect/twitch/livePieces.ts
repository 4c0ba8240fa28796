import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { type Corpus, videoPath } from "#lib/corpus/index.ts";
import type { Clock } from "#lib/effects/index.ts";
import type { VideoKey } from "#lib/records/index.ts";

const gzipped = promisify(gzip);
const pieceBytes = 1024 * 1024;
const pieceMs = 5000;

/** The lines of a running stream's chat in the corpus: closed pieces of gzip, each whole or not there, numbered from 1. */
export interface LivePieces {
  /** Takes in a line; it is safe once its piece is closed, after a megabyte or 5 seconds. */
  add(line: Uint8Array): Promise<void>;
  /** Closes the piece where that is due, or at once. */
  close(atOnce: boolean): Promise<void>;
  /** The closed pieces in order, as they are stored: together they are one gzip file. */
  stored(): AsyncIterable<Uint8Array>;
  drop(): Promise<void>;
}

/** The pieces of a video; what an earlier capture has closed stays, and new ones are numbered behind it. */
export function livePieces({ store }: Corpus, video: VideoKey, clock: Clock): LivePieces {
  const folder = `${videoPath(video)}/partial/liveChat/`;
  const nameOf = (n: number) => `${folder}${String(n).padStart(6, "0")}.log.gz`;
  let next: number | null = null;
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let sinceMs = 0;
  let closing: Promise<void> = Promise.resolve();

  const names = async () => {
    const found: string[] = [];
    for await (const name of store.list(folder)) found.push(name);
    return found;
  };
  const write = async (lines: Uint8Array) => {
    next ??= Number(/(\d+)\.log\.gz$/.exec((await names()).at(-1) ?? "")?.[1] ?? 0) + 1;
    // Another capture of the same stream may have taken the number; the import tells doubles by their ids.
    while (!(await store.create(nameOf(next), await gzipped(lines)))) next++;
    next++;
  };
  const close = (atOnce: boolean): Promise<void> => {
    const isDue = heldBytes >= pieceBytes || clock.monotonicMs() - sinceMs >= pieceMs;
    if (held.length === 0 || !(atOnce || isDue)) return closing;
    const lines = Buffer.concat(held);
    held = [];
    heldBytes = 0;
    closing = closing.then(() => write(lines));
    return closing;
  };
  return {
    add: async (line) => {
      if (held.length === 0) sinceMs = clock.monotonicMs();
      held.push(line);
      heldBytes += line.length;
      if (heldBytes >= pieceBytes) await close(true);
    },
    close,
    stored: async function* () {
      for (const name of await names()) {
        const bytes = await store.get(name);
        if (bytes) yield bytes;
      }
    },
    drop: async () => {
      for (const name of (await names()).reverse()) await store.delete(name);
    },
  };
}
