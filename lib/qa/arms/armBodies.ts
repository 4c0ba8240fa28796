import { seededRandom } from "#lib/effects/index.ts";
import type { Arm, Chunk, ChunkKey, ChunkLine, VideoKey } from "#lib/records/index.ts";
import { codePointLength, type Language } from "#lib/text/index.ts";
import { type Body, makeBody, type TokenCache } from "../read/body.ts";

/** What an arm shows of a chunk: a body, nothing (null), or that it does not apply since there is nothing to show. */
export type Shown = Body | null | "notApplicable";

/** What the arms draw from. */
export interface ArmContext {
  /** All chunks of the study. */
  chunks: readonly Chunk[];
  languageOf: (video: VideoKey) => Language;
  seed: string;
}

/** Of this many chunks with the most similar amount of chat the one of a control arm is drawn. */
const drawnFrom = 10;

/**
 * What each arm shows of the chunks of a study. The control arms show the chat of another video of the same language
 * (`otherChat`) or of another part of the same video, no neighbour (`otherChunkChat`): one drawn by the seed from those with
 * the most similar amount of chat, and never a chunk that wrong choices were taken from, whose chat would point to them.
 *
 * @example
 * const arms = armBodies({ chunks, languageOf: () => "en", seed: "1" });
 * arms(chunks[0], []).show("chat");
 */
export function armBodies(
  context: ArmContext,
): (chunk: Chunk, donors: readonly ChunkKey[]) => { show: (arm: Arm) => Shown } {
  const withChat = context.chunks
    .map((chunk) => ({
      chunk,
      name: nameOf(chunk),
      size: chatOf(chunk).reduce((n, l) => n + codePointLength(l.text), 0),
    }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return (chunk, donors) => {
    const language = context.languageOf(chunk.video);
    const cache: TokenCache = new Map();
    const shown = new Map<Arm, Shown>();
    const avoided = new Set(donors.map(nameOf));
    const size = chatOf(chunk).reduce((sum, line) => sum + codePointLength(line.text), 0);
    const random = (arm: Arm) => seededRandom(`${context.seed}|${arm}|${nameOf(chunk)}`);
    const body = (from: Chunk, lines: readonly ChunkLine[]): Shown =>
      lines.length === 0 ? "notApplicable" : makeBody(from, lines, language, cache);
    const drawChat = (arm: Arm, isWanted: (other: Chunk) => boolean): Shown => {
      const pool = withChat
        .filter((other) => !avoided.has(other.name) && isWanted(other.chunk))
        .map((other) => ({ ...other, distance: Math.abs(Math.log(other.size / Math.max(1, size))) }))
        .sort((a, b) => a.distance - b.distance);
      if (pool.length === 0) return "notApplicable";
      const { chunk: other } = random(arm).pick(pool.slice(0, drawnFrom));
      return body(other, chatOf(other));
    };
    const make: Record<Arm, () => Shown> = {
      combined: () => body(chunk, chunk.lines),
      chat: () => body(chunk, chatOf(chunk)),
      speech: () =>
        body(
          chunk,
          chunk.lines.filter((line) => line.source === "SPEECH"),
        ),
      none: () => null,
      otherChat: () =>
        drawChat("otherChat", (other) => !isSameVideo(other, chunk) && context.languageOf(other.video) === language),
      otherChunkChat: () =>
        drawChat(
          "otherChunkChat",
          (other) => isSameVideo(other, chunk) && Math.abs(other.index - chunk.index) > 1 && !overlaps(other, chunk),
        ),
      shuffledChat: () => {
        const lines = chatOf(chunk);
        return lines.length < 2 ? "notApplicable" : body(chunk, random("shuffledChat").shuffle(lines));
      },
    };
    return {
      show: (arm) => {
        const known = shown.get(arm) ?? (shown.has(arm) ? null : make[arm]());
        shown.set(arm, known);
        return known;
      },
    };
  };
}

// Windows that overlap by half or more reach beyond their neighbours.
const overlaps = (a: Chunk, b: Chunk) => a.startMs < b.endMs && b.startMs < a.endMs;
const chatOf = (chunk: Chunk) => chunk.lines.filter((line) => line.source === "CHAT");
const nameOf = ({ video, index }: ChunkKey) => `${video.platform}/${video.id}/${index}`;
const isSameVideo = (a: Chunk, b: Chunk) => a.video.platform === b.video.platform && a.video.id === b.video.id;
