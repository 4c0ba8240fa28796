import type { Random } from "#lib/effects/index.ts";

/** Fills the places of a line; see `Texts` for what may stand there. An unknown place stays as it is. */
export function fillTemplate(line: string, values: Readonly<Record<string, string>>, random: Random): string {
  if (!line.includes("{")) return line;
  return line.replace(/\{(?:(\w+)|(\S+?)\*(\d+)-(\d+))\}/gu, (place, name, text, least, most) => {
    if (name !== undefined) return values[name] ?? place;
    return String(text).repeat(Number(least) + random.below(Number(most) - Number(least) + 1));
  });
}
