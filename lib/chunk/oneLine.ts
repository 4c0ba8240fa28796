const lineBreak = /[\n\r\u0085\u2028\u2029]/u;

/** A text on one line: each run of line breaks, with the blanks around it, becomes one blank; trimmed. */
export function oneLine(text: string): string {
  if (!lineBreak.test(text)) return text.trim();
  const lines = text.split(lineBreak).map((line) => line.trim());
  return lines.filter((line) => line !== "").join(" ");
}
