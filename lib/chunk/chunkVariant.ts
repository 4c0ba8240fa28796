import type { ChunkSettings } from "#lib/records/index.ts";

/**
 * The name of a setting among the variants of the step `chunk`: `w600`, `w120-o30-lag5`, `w600-lagauto`, `w600-nobots`,
 * `legacy`.
 *
 * @example
 * chunkVariant({ windowSeconds: 600, overlapSeconds: 0, lagSeconds: "auto", legacy: false }); // => "w600-lagauto"
 */
export function chunkVariant(settings: ChunkSettings): string {
  const { windowSeconds, overlapSeconds, lagSeconds, legacy, withoutBots } = settings;
  if (legacy) return windowSeconds === 600 ? "legacy" : `legacy-w${windowSeconds}`;
  const overlap = overlapSeconds === 0 ? "" : `-o${overlapSeconds}`;
  const lag = lagSeconds === 0 ? "" : `-lag${lagSeconds}`;
  return `w${windowSeconds}${overlap}${lag}${withoutBots ? "-nobots" : ""}`;
}
