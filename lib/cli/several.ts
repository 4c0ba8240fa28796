/** Reads the values of an option that may be repeated. */
export function several(text: string, before: string[] = []): string[] {
  return [...before, text];
}
