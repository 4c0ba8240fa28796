import type { Corpus } from "../corpus.ts";

/** Moves a file to its place in a corpus, unless the same content is there. */
export async function moveIn({ store }: Corpus, path: string, name: string): Promise<void> {
  if (!(await store.stat(name))) await store.upload(path, name, { move: true });
}
