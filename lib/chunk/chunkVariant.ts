import type { ChunkSettings } from "#lib/records/index.ts";

/**
 * The name of a setting among the variants of the step `chunk`: `w600`, `w120-o30-lag5`, `w600-lagauto`, `w600-nobots`,
 * `w600-whisper.cpp-ggml-base-ja`, `legacy`.
 *
 * @example
 * chunkVariant({ windowSeconds: 600, overlapSeconds: 0, lagSeconds: "auto", legacy: false }); // => "w600-lagauto"
 */
export function chunkVariant(settings: ChunkSettings): string {
  const { windowSeconds, overlapSeconds, lagSeconds, legacy, withoutBots, speech } = settings;
  const heard = speech === undefined ? "" : `-${speech}`;
  if (legacy) return `legacy${windowSeconds === 600 ? "" : `-w${windowSeconds}`}${heard}`;
  const overlap = overlapSeconds === 0 ? "" : `-o${overlapSeconds}`;
  const lag = lagSeconds === 0 ? "" : `-lag${lagSeconds}`;
  return `w${windowSeconds}${overlap}${lag}${withoutBots ? "-nobots" : ""}${heard}`;
}
