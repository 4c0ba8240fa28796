const mostShown = 10;

/** What differs between two values, one line a key: `  primary.arm: locked "chat", found "speech"`. */
export function keyDifferences(locked: unknown, found: unknown): string[] {
  const all = compare(locked, found, "");
  return all.length > mostShown ? [...all.slice(0, mostShown), `  and ${all.length - mostShown} more`] : all;
}

function compare(locked: unknown, found: unknown, key: string): string[] {
  if (isObject(locked) && isObject(found)) {
    const names = [...new Set([...Object.keys(locked), ...Object.keys(found)])];
    return names.flatMap((name) => compare(locked[name], found[name], key === "" ? name : `${key}.${name}`));
  }
  if (isListOfObjects(locked) && isListOfObjects(found)) {
    const length = Math.max(locked.length, found.length);
    return Array.from({ length }, (_, i) => compare(locked[i], found[i], `${key}[${i}]`)).flat();
  }
  const [before, now] = [JSON.stringify(locked) ?? "nothing", JSON.stringify(found) ?? "nothing"];
  return before === now ? [] : [`  ${key}: locked ${before}, found ${now}`];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isListOfObjects = (value: unknown): value is unknown[] => Array.isArray(value) && value.every(isObject);
