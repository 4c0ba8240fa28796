import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { type Corpus, type ImportOptions, importFiles, openCorpus, readMessages } from "#lib/corpus/index.ts";
import { fixedClock } from "#lib/effects/index.ts";
import type { ChatMessage, VideoKey } from "#lib/records/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";

export const key: Uint8Array = Buffer.alloc(32, 1);
export const video: VideoKey = { platform: "twitch", id: "1" };

/** An empty corpus in a folder of its own for each test, and what the tests of imports do with it. */
export function scratchImport() {
  let folder = "";
  let corpus: Corpus;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "livecorpus-import-"));
    await mkdir(join(folder, "in"));
    corpus = await openCorpus(openDirectoryStore(join(folder, "corpus")), { create: true, key });
  });
  afterEach(() => rm(folder, { recursive: true }));
  return {
    folder: () => folder,
    corpus: () => corpus,
    async file(name: string, content: string | Uint8Array): Promise<string> {
      const path = join(folder, "in", name);
      await mkdir(join(path, ".."), { recursive: true });
      await writeFile(path, content);
      return path;
    },
    run(files: string[], options: Partial<ImportOptions> = {}) {
      return importFiles({ corpus, video, files, clock: fixedClock("2026-01-01T00:00:00Z"), ...options });
    },
    async messages(of = video): Promise<ChatMessage[]> {
      const found: ChatMessage[] = [];
      for await (const message of readMessages(corpus, of)) found.push(message);
      return found;
    },
    async objects(): Promise<string[]> {
      const names: string[] = [];
      for await (const name of corpus.store.list("")) names.push(name);
      return names;
    },
  };
}
