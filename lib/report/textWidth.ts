/** Written as wide as it is high: Japanese, Korean, Chinese and pictures. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const pieces = new RegExp(`${wide.source}|\\s+|(?:(?!${wide.source})\\S)+`, "gu");

/** About how wide a text is, in units of its font size: no fonts are measured, so it is the same on every machine. */
export function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += wide.test(char) ? 1 : 0.56;
  return width;
}

/** A text in lines of at most `width` font sizes, broken at blanks and between wide characters. */
export function wrapText(text: string, width: number): string[] {
  const lines = [""];
  for (const piece of text.trim().match(pieces) ?? []) {
    const line = lines[lines.length - 1]!;
    if (line !== "" && textWidth(line + piece) > width) lines.push(piece.trim());
    else lines[lines.length - 1] = line + (line === "" ? piece.trim() : piece);
  }
  return lines.map((line) => line.trim()).filter((line, i) => line !== "" || i === 0);
}

/** A text cut to `width` font sizes, with an ellipsis where something was cut. */
export function cutText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let cut = "";
  let used = 0;
  for (const char of text) {
    used += textWidth(char);
    if (used > width - 1) break;
    cut += char;
  }
  return `${cut}…`;
}
