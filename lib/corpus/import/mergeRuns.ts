import type { RunReader } from "./runReader.ts";

/** The rows of many runs in one order: by time, then by input, then by place in the input (a binary heap). */
export function* mergeRuns(readers: Iterable<RunReader>): Generator<RunReader> {
  const heap: RunReader[] = [];
  for (const reader of readers)
    if (reader.next()) {
      heap.push(reader);
      rise(heap, heap.length - 1);
    }
  while (heap.length > 0) {
    const first = heap[0]!;
    yield first;
    if (!first.next()) {
      const last = heap.pop()!;
      if (heap.length === 0) return;
      heap[0] = last;
    }
    sink(heap);
  }
}

function before(a: RunReader, b: RunReader): boolean {
  if (a.atMs !== b.atMs) return a.atMs < b.atMs;
  if (a.input !== b.input) return a.input < b.input;
  return a.index < b.index;
}

function rise(heap: RunReader[], from: number): void {
  for (let at = from; at > 0; ) {
    const parent = (at - 1) >> 1;
    if (!before(heap[at]!, heap[parent]!)) return;
    swap(heap, at, parent);
    at = parent;
  }
}

function sink(heap: RunReader[]): void {
  for (let at = 0; ; ) {
    const left = 2 * at + 1;
    if (left >= heap.length) return;
    const right = left + 1;
    const child = right < heap.length && before(heap[right]!, heap[left]!) ? right : left;
    if (!before(heap[child]!, heap[at]!)) return;
    swap(heap, at, child);
    at = child;
  }
}

function swap(heap: RunReader[], a: number, b: number): void {
  [heap[a], heap[b]] = [heap[b]!, heap[a]!];
}
