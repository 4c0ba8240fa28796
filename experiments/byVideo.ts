/** Numbers of some items in lists of one video each, in order of first appearance. */
export function byVideo<T extends { video: string }>(items: readonly T[], value: (item: T) => number): number[][] {
  const groups = new Map<string, number[]>();
  for (const item of items) {
    const group = groups.get(item.video) ?? [];
    group.push(value(item));
    groups.set(item.video, group);
  }
  return [...groups.values()];
}
