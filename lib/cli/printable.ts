/** What a terminal obeys instead of showing it, and what turns the direction of writing; tabs and line feeds are let pass. */
const commands = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Somewhere to write text to. */
interface Output {
  write(text: string): unknown;
}

/**
 * The same output with control characters written as `\u001b`, since names, fields and texts of foreign files are printed.
 * In a JSON string this is the same value.
 */
export function printable(output: Output): Output {
  const shown = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return { write: (text) => output.write(text.replace(commands, shown)) };
}
