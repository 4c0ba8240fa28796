import { InputError } from "#lib/errors.ts";
import { count, type ReadReport } from "./contract.ts";
import { type Boundary, boundaryBetween, isBlank, JsonScanner } from "./jsonScanner.ts";
import type { JsonWindow } from "./jsonWindow.ts";
import { parseJson, tryParse } from "./parseJson.ts";

/** Small groups die young: larger ones are slower, and cost more memory than they hold. */
const groupBytes = 64 * 1024;
/** An element that is longer and has a boundary within is broken: its closing quote or bracket is lost. */
const longElement = 1024 * 1024;
const largestElement = 16 * 1024 * 1024;
/** After so many wrong guesses in a file, its elements have no boundary to guess by. */
const wrongGuesses = 3;
const comma = 0x2c;
const closeBracket = 0x5d;

/**
 * The elements of an array, parsed, in batches; `window` stands after its opening bracket, and in the end after its
 * closing one. Returns false when the stream ends before that.
 *
 * Most elements are never scanned: the bytes that part the first two part all others too, so a group is cut where they
 * last occur and parsed as one array. A cut in a wrong place leaves an open quote or bracket, so a group that parses was
 * cut between two elements; one that does not is scanned byte by byte.
 *
 * @throws InputError where an element has no end within 16 MiB and nothing shows where the next begins
 */
export async function* jsonElements(
  window: JsonWindow,
  report: ReadReport,
  options: { file: string },
): AsyncGenerator<unknown[], boolean> {
  const state: Scan = { elements: [], bad: 0, closed: false };
  let wrong = 0;
  for (;;) {
    const group = state.boundary && wrong < wrongGuesses ? takeGroup(window, state.boundary) : "none";
    if (Array.isArray(group)) {
      yield group;
      if (window.waiting < groupBytes) await window.fetch(groupBytes);
      continue;
    }
    const badBefore = state.bad;
    takeElements(window, state, report);
    if (group === "wrong" && state.bad === badBefore) wrong++;
    if (state.elements.length > 0) yield state.elements;
    state.elements = [];
    if (state.closed) return true;
    if (window.ended) return false;
    if (window.waiting > largestElement)
      throw new InputError(
        `${options.file}: expected JSON, found an element at byte ${window.offset} that does not end within 16 MiB; a quote or a ` +
          "bracket is missing there. Repair or fetch the file again.",
      );
    await window.fetch(Math.max(groupBytes, window.waiting));
  }
}

/** The elements up to the last boundary in memory; "none" without one, "wrong" when that is no boundary or a bad element is among them. */
function takeGroup(window: JsonWindow, boundary: Boundary): unknown[] | "none" | "wrong" {
  let found = window.bytes.lastIndexOf(boundary.bytes, window.at + groupBytes);
  if (found < window.at) found = window.bytes.indexOf(boundary.bytes, window.at);
  if (found === -1) return "none";
  const end = found + boundary.commaAt;
  const group = tryParse(`[${window.bytes.toString("utf8", window.at, end)}]`);
  if (!Array.isArray(group)) return "wrong";
  window.at = end + 1;
  return group;
}

interface Scan {
  elements: unknown[];
  bad: number;
  closed: boolean;
  boundary?: Boundary;
  /** Where in which bytes the next boundary is, so that a run of bad elements does not look for it again and again. */
  next?: { bytes: Buffer; at: number };
}

/** Takes the elements that are whole in memory, one by one, and learns the boundary between two. */
function takeElements(window: JsonWindow, state: Scan, report: ReadReport): void {
  let previousEnd = -1;
  for (;;) {
    const { bytes } = window;
    let start = window.at;
    while (start < bytes.length && (isBlank(bytes[start]!) || bytes[start] === comma)) start++;
    window.at = start;
    if (start === bytes.length) return;
    if (bytes[start] === closeBracket) {
      window.at++;
      state.closed = true;
      return;
    }
    const end = new JsonScanner().scan(bytes, start);
    if (end === -1 && !window.ended && window.waiting <= longElement) return;
    const value = end > start ? parseJson(bytes.toString("utf8", start, end), report) : undefined;
    if (value === undefined) {
      const next = afterBadElement(window, start, end, state);
      if (next === -1) return;
      state.bad++;
      count(report.skipped, "bad-json");
      window.at = next;
      previousEnd = -1;
      continue;
    }
    if (!state.boundary && previousEnd !== -1) {
      const learned = boundaryBetween(bytes, previousEnd, start);
      if (learned) state.boundary = learned;
    }
    state.elements.push(value);
    window.at = end;
    previousEnd = end;
  }
}

/**
 * Where to go on after an element that does not parse: at the next boundary when it lies within the element (a quote was
 * lost, so the element seemed to go on), else after the element. -1 when its end is not known.
 */
function afterBadElement(window: JsonWindow, start: number, end: number, state: Scan): number {
  const next = nextAfterBoundary(window.bytes, start, state);
  if (end === -1) return next;
  if (next !== -1 && next < end) return next;
  return separatorFollows(window.bytes, end) || next === -1 ? Math.max(end, start + 1) : next;
}

function nextAfterBoundary(bytes: Buffer, from: number, state: Scan): number {
  const { boundary, next } = state;
  if (!boundary) return -1;
  if (next?.bytes === bytes && (next.at === -1 || next.at > from)) return next.at;
  const found = bytes.indexOf(boundary.bytes, from);
  const at = found === -1 ? -1 : found + boundary.commaAt + 1;
  state.next = { bytes, at };
  return at;
}

function separatorFollows(bytes: Buffer, end: number): boolean {
  let at = end;
  while (at < bytes.length && isBlank(bytes[at]!)) at++;
  return bytes[at] === comma || bytes[at] === closeBracket;
}
