import type { Head } from "./contract.ts";

/** The first lines of a head that hold anything, without the one that the head cuts off. */
export function headLines({ text, whole }: Head, most = 20): string[] {
  const lines = text.split(/\r?\n/, most * 4);
  if (!whole && lines.length < most * 4 && lines.length > 1) lines.pop();
  return lines.filter((line) => line.trim() !== "").slice(0, most);
}
