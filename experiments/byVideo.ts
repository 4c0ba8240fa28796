/** A value of each item in lists of one video each, in order of first appearance. */
export function byVideo<T extends { video: string }, V>(items: readonly T[], value: (item: T) => V): V[][] {
  const groups = new Map<string, V[]>();
  for (const item of items) {
    const group = groups.get(item.video) ?? [];
    group.push(value(item));
    groups.set(item.video, group);
  }
  return [...groups.values()];
}
