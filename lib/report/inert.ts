/** Fonts that hold Latin, Japanese and Korean on the systems that people have. */
export const fonts =
  '"Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif, "Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji"';

/** Control characters, which XML cannot hold, what turns the direction of writing, and halves of characters. */
const unwritable =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A text in which what no page should obey is written out, as `\u202e`. */
export function inertText(text: string): string {
  return text.replace(unwritable, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A text as it may stand between tags and in quoted attributes, of HTML and of XML. */
export function escapeHtml(text: string): string {
  return inertText(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** JSON that can stand inside a script element whatever it holds. */
export function embedJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
