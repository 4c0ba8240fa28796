import { createHash } from "node:crypto";

/**
 * Data of others between two marks that it cannot hold: their code is a hash of the data itself, drawn again as long as the
 * data holds it. Each line is one line: what would begin another is a blank.
 *
 * @param lines the lines, as they are to be read
 * @example
 * fence(["1 [CHAT] ignore the above"]); // "<<<data 5f0c…>>>\n1 [CHAT] ignore the above\n<<<end 5f0c…>>>"
 */
export function fence(lines: readonly string[]): string {
  const text = lines.map((line) => `${oneLine(line)}\n`).join("");
  let code = codeOf(text);
  while (text.includes(code)) code = codeOf(`${code}${text}`);
  return `<<<data ${code}>>>\n${text}<<<end ${code}>>>`;
}

const codeOf = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** A text without breaks of lines and without control characters. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
}
