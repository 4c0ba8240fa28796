/** A text on one line: each run of line breaks, with the blanks around it, becomes one blank; trimmed. */
export function oneLine(text: string): string {
  return text.replace(/\s*[\n\r\u0085\u2028\u2029]\s*/gu, " ").trim();
}
