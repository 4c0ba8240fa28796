import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Corpus, openCorpus, writeChunks } from "#lib/corpus/index.ts";
import type { Chunk } from "#lib/records/index.ts";
import { openDirectoryStore, type Store } from "#lib/store/index.ts";

const stamp = "2026-01-01T00:00:00Z";

/** A corpus in a folder of its own that holds these chunks, and what removes it. */
export async function corpusOf(chunks: readonly Chunk[]): Promise<{ corpus: Corpus; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), "livecorpus-qa-"));
  const corpus = await openCorpus(openDirectoryStore(folder), { create: true, key: Buffer.alloc(32, 1) });
  for (const id of new Set(chunks.map(({ video }) => video.id))) {
    const own = chunks.filter(({ video }) => video.id === id);
    const facts = {
      version: 1,
      params: {},
      inputs: {},
      tools: {},
      attempts: 1,
      worker: "test",
      startedAt: stamp,
      finishedAt: stamp,
    };
    await writeChunks(corpus, own[0]!.video, "w600", own, facts);
  }
  return { corpus, remove: () => rmSync(folder, { recursive: true }) };
}

/** The store, but `put` fails from its nth call on, as a full disk or a killed run does. */
export function failingAfter(store: Store, puts: number): Store {
  let done = 0;
  const proxy = Object.create(store) as Store;
  proxy.put = async (name, bytes) => {
    if (done++ >= puts) throw new Error("no space left");
    await store.put(name, bytes);
  };
  return proxy;
}
