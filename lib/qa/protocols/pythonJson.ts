/** A text that is not closed is one as well: else each quotation mark in it would be tried as the beginning of another. */
const textOrConstant = /"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)|-?Infinity|NaN/g;

/**
 * A JSON text as Python's json reads it, which also takes NaN and Infinity and writes them; they become null, which is no
 * index either.
 *
 * @returns the value in a box, or null where Python would raise
 * @example
 * pythonJson('{"q1_index": NaN}'); // { value: { q1_index: null } }
 */
export function pythonJson(text: string): { value: unknown } | null {
  return json(text) ?? json(text.replace(textOrConstant, (found) => (found[0] === '"' ? found : "null")));
}

function json(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
