import { InputError } from "#lib/errors.ts";

const maxSegmentBytes = 240;

/**
 * A name that every store can hold: `/`-separated segments that are not empty, do not start with a dot, hold no control
 * character and no backslash, and are at most 240 bytes long (a file name has 255, a temporary name needs the rest).
 *
 * @throws InputError naming what is wrong.
 */
export function checkObjectName(name: string): string {
  for (const segment of name.split("/")) {
    const fault = segmentFault(segment);
    if (fault) throw new InputError(`${JSON.stringify(name)} cannot be the name of an object: ${fault}.`);
  }
  return name;
}

/** Like checkObjectName for the start of a name, whose last segment may be empty or cut. */
export function checkPrefix(prefix: string): string {
  if (prefix === "") return prefix;
  checkObjectName(prefix.endsWith("/") ? prefix.slice(0, -1) : prefix);
  return prefix;
}

function segmentFault(segment: string): string | null {
  if (segment === "") return "a part between slashes is empty";
  if (segment.startsWith(".")) return "a part starts with a dot";
  if (/[\u0000-\u001f\u007f\\]/.test(segment)) return "it holds a control character or a backslash";
  if (/\p{Surrogate}/u.test(segment)) return "it is not well-formed Unicode";
  if (Buffer.byteLength(segment) > maxSegmentBytes) return `a part is longer than ${maxSegmentBytes} bytes`;
  return null;
}
