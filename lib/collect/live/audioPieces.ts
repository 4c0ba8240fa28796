import { z } from "zod";
import { type Corpus, videoPath } from "#lib/corpus/index.ts";
import type { Clock } from "#lib/effects/index.ts";
import type { VideoKey } from "#lib/records/index.ts";

const pieceBytes = 4 * 1024 * 1024;
const pieceMs = 5000;
const Begun = z.strictObject({ at: z.iso.datetime() });

/** What one connection brought: its bytes as they came, and when the first of them did. */
export interface LivePart {
  readonly n: number;
  readonly startedAt: string;
  readonly bytes: () => AsyncIterable<Uint8Array>;
}

/** The audio of a running stream in the corpus: a part for each connection, in closed pieces, each whole or not there. */
export interface AudioPieces {
  /** A new part, behind all that are there; it appears with its first piece. */
  begin(): OpenPart;
  parts(): Promise<LivePart[]>;
  drop(): Promise<void>;
}

export interface OpenPart {
  add(bytes: Uint8Array): Promise<void>;
  /** Closes the piece where that is due, after 4 megabytes or 5 seconds, or at once. */
  close(atOnce: boolean): Promise<void>;
}

export function audioPieces({ store }: Corpus, video: VideoKey, clock: Clock): AudioPieces {
  const folder = `${videoPath(video)}/partial/liveAudio/`;
  const number = (n: number) => String(n).padStart(6, "0");
  const names = async (below: string) => {
    const found: string[] = [];
    for await (const name of store.list(below)) found.push(name);
    return found;
  };
  const pieceNames = async (n: number) =>
    (await names(`${folder}${number(n)}/`)).filter((name) => name.endsWith(".bin"));
  const parts = async () => {
    const found: LivePart[] = [];
    for (const name of await names(folder)) {
      const n = Number(/\/(\d{6})\/begun\.json$/.exec(name)?.[1] ?? 0);
      const bytes = n === 0 ? null : await store.get(name);
      if (bytes === null) continue;
      const { at } = Begun.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
      const pieces = async function* () {
        for (const piece of await pieceNames(n)) yield (await store.get(piece)) ?? new Uint8Array();
      };
      found.push({ n, startedAt: at, bytes: pieces });
    }
    return found;
  };
  return {
    parts,
    begin: () => {
      let part = 0;
      let piece = 0;
      let startedAt = "";
      let held: Uint8Array[] = [];
      let heldBytes = 0;
      let sinceMs = 0;
      let closing: Promise<void> = Promise.resolve();
      const write = async (bytes: Uint8Array) => {
        if (part === 0) {
          part = Math.max(0, ...(await parts()).map(({ n }) => n)) + 1;
          const begun = Buffer.from(JSON.stringify({ at: startedAt }));
          while (!(await store.create(`${folder}${number(part)}/begun.json`, begun))) part++;
        }
        await store.put(`${folder}${number(part)}/${number(++piece)}.bin`, bytes);
      };
      const close = (atOnce: boolean): Promise<void> => {
        const isDue = heldBytes >= pieceBytes || clock.monotonicMs() - sinceMs >= pieceMs;
        if (heldBytes === 0 || !(atOnce || isDue)) return closing;
        const bytes = Buffer.concat(held);
        held = [];
        heldBytes = 0;
        closing = closing.then(() => write(bytes));
        return closing;
      };
      return {
        add: async (bytes) => {
          if (startedAt === "") startedAt = clock.now().toISOString();
          if (heldBytes === 0) sinceMs = clock.monotonicMs();
          held.push(bytes);
          heldBytes += bytes.length;
          if (heldBytes >= pieceBytes) await close(true);
        },
        close,
      };
    },
    drop: async () => {
      // From the last on: what a kill leaves is still a whole beginning.
      for (const name of (await names(folder)).reverse()) await store.delete(name);
    },
  };
}
