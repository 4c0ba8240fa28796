import { InputError } from "#lib/errors.ts";
import type { LineSource } from "#lib/records/index.ts";

/** One line of a chunk's text file. */
export interface TextLine {
  source: LineSource;
  text: string;
}

/**
 * The name of a chunk's text file: `{id}_{index}.txt`.
 *
 * @throws InputError when the id cannot be part of a file name
 */
export function chunkTextName(videoId: string, index: number): string {
  if (/[/\\\u0000-\u001f\u007f]/.test(videoId) || videoId.startsWith("."))
    throw new InputError(
      `${JSON.stringify(videoId)}: expected a video id that can name a file, found one with a path or a control character in it.`,
    );
  return `${videoId}_${index}.txt`;
}

/**
 * The video and the index that a text file is named after, by its last underscore, since ids may hold some; null when
 * the name is of another form.
 *
 * @example
 * readChunkTextName("AbC_dEf-123_4.txt"); // => { videoId: "AbC_dEf-123", index: 4 }
 */
export function readChunkTextName(name: string): { videoId: string; index: number } | null {
  const match = /^(.+)_([1-9]\d*)\.txt$/s.exec(name);
  return match ? { videoId: match[1]!, index: Number(match[2]) } : null;
}

/** The text of a chunk as the historical files have it: one record a line, `[CHAT] ` or `[SPEECH] ` before it unless `tags` is false. */
export function writeChunkText(lines: Iterable<TextLine>, { tags = true }: { tags?: boolean } = {}): string {
  let text = "";
  for (const line of lines) text += `${tags ? `[${line.source}] ` : ""}${line.text.replaceAll("\n", " ")}\n`;
  return text;
}

/**
 * The lines of a chunk's text file with tags. A bare `[CHAT] ` is a line without text.
 *
 * @throws InputError at the first line without a tag
 */
export function readChunkText(text: string, file: string): TextLine[] {
  const lines = text.replace(/^\ufeff/, "").split("\n");
  if (lines[lines.length - 1] === "") lines.pop();
  return lines.map((line, i) => {
    const match = /^\[(CHAT|SPEECH)\](?: (.*))?$/s.exec(line.replace(/\r$/, ""));
    if (match) return { source: match[1] === "CHAT" ? "CHAT" : "SPEECH", text: match[2] ?? "" };
    throw new InputError(
      `${file}, line ${i + 1}: expected "[CHAT] " or "[SPEECH] " at the start, found ${JSON.stringify(line.slice(0, 40))}. ` +
        "Chunk files whose tags were removed cannot be read back.",
    );
  });
}
