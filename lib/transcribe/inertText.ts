/** Control characters but the line feed, which a terminal or a player may obey, and what turns the direction of writing. */
const commands = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** A text with line feeds as its only control characters, trimmed; what else there was shows as U+FFFD. */
export function inertText(text: string): string {
  return inertWord(text).trim();
}

/** The same of a word, whose blanks say whether it begins a new one. */
export function inertWord(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085\u000b\u000c]/g, "\n")
    .replaceAll("\t", " ")
    .replace(commands, "\ufffd");
}

/** A text as the cell of a table: with a blank before it where a spreadsheet would take it for a formula. */
export function inertCell(text: string): string {
  const plain = inertText(text);
  return /^[=+\-@]/.test(plain) ? ` ${plain}` : plain;
}
