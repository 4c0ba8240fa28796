import { deflateSync } from "node:zlib";

/**
 * How well a text packs: its bytes in UTF-8 over those after zlib, to two decimals. Text that repeats itself packs well
 * (Whisper's `compression_ratio`, whisper/utils.py).
 *
 * @example
 * compressionRatio("go ".repeat(40)); // => 9.23
 */
export function compressionRatio(text: string): number {
  const bytes = Buffer.from(text);
  return bytes.length === 0 ? 0 : Math.round((100 * bytes.length) / deflateSync(bytes).length) / 100;
}
