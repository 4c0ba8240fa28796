/**
 * The number at place `rank` (from 0) of the sorted list, by Hoare's selection (1961, Commun ACM 4:321), which reorders the
 * list in place. A bootstrap needs a few quantiles of ten thousand replicates, not all of them in order.
 */
export function orderStatistic(numbers: Float64Array, rank: number): number {
  let from = 0;
  let to = numbers.length - 1;
  while (from < to) {
    const pivot = numbers[(from + to) >>> 1]!;
    let left = from;
    let right = to;
    while (left <= right) {
      while (numbers[left]! < pivot) left++;
      while (numbers[right]! > pivot) right--;
      if (left > right) break;
      const swapped = numbers[left]!;
      numbers[left++] = numbers[right]!;
      numbers[right--] = swapped;
    }
    if (rank <= right) to = right;
    else if (rank >= left) from = left;
    else break;
  }
  return numbers[rank]!;
}
