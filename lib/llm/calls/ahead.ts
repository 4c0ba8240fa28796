const lookAhead = 16;

/**
 * Does something with each item and gives the results in the items' order, some items ahead: in a bucket each look takes as long as
 * the way there, and a study has many thousand calls.
 */
export async function* ahead<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  act: (item: T) => Promise<R>,
): AsyncGenerator<R, void, undefined> {
  const underWay: Promise<R>[] = [];
  for await (const item of items) {
    const one = act(item);
    // It may fail before its turn comes; then the error is thrown in its turn.
    one.catch(() => undefined);
    underWay.push(one);
    if (underWay.length >= lookAhead) yield await underWay.shift()!;
  }
  for (const one of underWay) yield await one;
}
