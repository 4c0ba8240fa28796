/**
 * Names that come in the order of their UTF-8 bytes, in code-unit order instead. The two differ only among names that hold
 * characters from U+D800 of UTF-16 on, so only runs of such names are held back and sorted; all others pass at once.
 */
export async function* inCodeUnitOrder(names: AsyncIterable<string>): AsyncGenerator<string> {
  let held: string[] = [];
  for await (const name of names) {
    if (/[\ud800-\uffff]/.test(name)) {
      held.push(name);
      continue;
    }
    for (const one of held.sort()) yield one;
    held = [];
    yield name;
  }
  for (const one of held.sort()) yield one;
}
