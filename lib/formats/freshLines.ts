/**
 * The lines of a caption that the caption before did not show already: rolling captions repeat the last line or lines of
 * the one before as their first. Blank lines go too.
 *
 * @example
 * freshLines([{ text: "first line" }, { text: "second" }], ["first line"]); // => [{ text: "second" }]
 */
export function freshLines<Line extends { text: string }>(lines: readonly Line[], shown: readonly string[]): Line[] {
  const said = lines.filter((line) => line.text.trim() !== "");
  for (let k = Math.min(said.length, shown.length); k > 0; k--) {
    const repeated = said.slice(0, k).every((line, i) => line.text.trim() === shown[shown.length - k + i]);
    if (repeated) return said.slice(k);
  }
  return said;
}
