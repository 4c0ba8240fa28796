import type { Chunk } from "#lib/records/index.ts";
import { codePointLength, normalise } from "#lib/text/index.ts";
import { videoName } from "./gate.ts";

/** Shorter lines ("lol") are the same in any stream. */
const leastLength = 8;
/** With fewer shared lines it may be chance. */
const leastShared = 10;
const copiedShare = 0.5;
/** Of more lines than these a fixed share is looked at, so that any corpus fits into memory. */
const mostLines = 500_000;

/** Two videos of which one is a copy of the other, and the share of the shorter one's lines that both have. */
export interface CopiedVideos {
  videos: [string, string];
  share: number;
}

/**
 * Finds streams that are in a corpus twice under different ids, such as a re-upload: at least half of the distinct lines of the
 * shorter one, chat and speech, stand in the other letter for letter.
 */
export function copiedVideos(chunks: readonly Chunk[]): CopiedVideos[] {
  const total = chunks.reduce((sum, chunk) => sum + chunk.lines.length, 0);
  const step = Math.ceil(total / mostLines);
  const holders = new Map<string, Set<string>>();
  const sizes = new Map<string, number>();
  for (const chunk of chunks) {
    const name = videoName(chunk.video);
    for (const { text } of chunk.lines) {
      const line = normalise(text);
      if (codePointLength(line) < leastLength || (step > 1 && hashOf(line) % step !== 0)) continue;
      const videos = holders.get(line) ?? new Set();
      if (videos.has(name)) continue;
      holders.set(line, videos.add(name));
      sizes.set(name, (sizes.get(name) ?? 0) + 1);
    }
  }
  const shared = new Map<string, number>();
  for (const videos of holders.values()) {
    // A line of very many streams is a formula, and says nothing of two of them.
    if (videos.size < 2 || videos.size > 20) continue;
    const names = [...videos].sort();
    for (const [i, a] of names.entries())
      for (const b of names.slice(i + 1)) {
        const pair = JSON.stringify([a, b]);
        shared.set(pair, (shared.get(pair) ?? 0) + 1);
      }
  }
  const found: CopiedVideos[] = [];
  for (const [pair, count] of shared) {
    const videos: [string, string] = JSON.parse(pair);
    const share = count / Math.min(sizes.get(videos[0])!, sizes.get(videos[1])!);
    if (count >= leastShared && share >= copiedShare) found.push({ videos, share });
  }
  return found.sort((a, b) => (a.videos.join("|") < b.videos.join("|") ? -1 : 1));
}

/** FNV-1a over UTF-16 units, which picks lines and protects nothing. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
