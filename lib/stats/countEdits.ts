/** How one sequence became another: what stayed, and what was replaced, left out and put in. */
export interface EditCounts {
  hits: number;
  substitutions: number;
  deletions: number;
  insertions: number;
}

const longest = 1_000_000;

/**
 * The fewest edits that make one sequence the other, by kind (Levenshtein 1966, Soviet Physics Doklady 10:707). Of the
 * alignments with the fewest edits the one with most hits is counted, so the counts are the same whatever the way to them.
 *
 * The number of edits comes from Myers' bit vectors, the kinds from a band about the diagonal that is as wide as the edits
 * ask for, so six hours of two transcripts take seconds, and memory for one row.
 *
 * @param said what was said, e.g. words or characters
 * @param heard what was heard instead
 * @throws RangeError for sequences of more than a million items
 * @example
 * countEdits(["a", "b", "c"], ["a", "c", "d"]); // => { hits: 2, substitutions: 0, deletions: 1, insertions: 1 }
 */
export function countEdits(said: readonly string[], heard: readonly string[]): EditCounts {
  if (Math.max(said.length, heard.length) > longest)
    throw new RangeError(`countEdits: at most ${longest} items, found ${said.length} and ${heard.length}`);
  let start = 0;
  let end = 0;
  const shorter = Math.min(said.length, heard.length);
  while (start < shorter && said[start] === heard[start]) start++;
  while (end < shorter - start && said[said.length - 1 - end] === heard[heard.length - 1 - end]) end++;
  const numbers = new Map<string, number>();
  const numbered = (items: readonly string[]) =>
    Int32Array.from(items.slice(start, items.length - end), (item) => {
      const known = numbers.get(item);
      if (known !== undefined) return known;
      numbers.set(item, numbers.size);
      return numbers.size - 1;
    });
  const [from, to] = [numbered(said), numbered(heard)];
  const edits = fewestEdits(from, to);
  const substitutions = fewestReplaced(from, to, edits);
  const deletions = (edits - substitutions + from.length - to.length) / 2;
  const insertions = edits - substitutions - deletions;
  return { hits: said.length - substitutions - deletions, substitutions, deletions, insertions };
}

/**
 * The fewest edits alone, 32 items of a column at a time (Myers 1999, J ACM 46:395, in the blocks of Hyyro 2003, Nordic J
 * Computing 10:29).
 */
function fewestEdits(from: Int32Array, to: Int32Array): number {
  if (from.length === 0) return to.length;
  const blocks = Math.ceil(from.length / 32);
  const places = placesOf(from);
  const kept = new Map<number, Int32Array>();
  const rises = new Int32Array(blocks).fill(-1);
  const falls = new Int32Array(blocks);
  const bottom = 1 << ((from.length - 1) & 31);
  const equal = new Int32Array(blocks);
  let edits = from.length;
  for (const item of to) {
    const at = places.get(item) ?? [];
    // What comes often is worked out once; there are at most 32 such items.
    let match = at.length > blocks ? kept.get(item) : equal;
    if (match === undefined || match === equal) {
      match ??= new Int32Array(blocks);
      for (const place of at) match[place >> 5]! |= 1 << (place & 31);
      if (match !== equal) kept.set(item, match);
    }
    // What comes from the block above: one edit more, or one fewer, than the item before had there.
    let more = 1;
    let fewer = 0;
    for (let block = 0; block < blocks; block++) {
      const same = match[block]!;
      const rise = rises[block]!;
      const fall = falls[block]!;
      const vertical = same | fall;
      const met = same | fewer;
      const across = (((met & rise) + rise) ^ rise) | met;
      let up = fall | ~(across | rise);
      let down = rise & across;
      if (block === blocks - 1) edits += (up & bottom ? 1 : 0) - (down & bottom ? 1 : 0);
      const moreBelow = up >>> 31;
      const fewerBelow = down >>> 31;
      up = (up << 1) | more;
      down = (down << 1) | fewer;
      rises[block] = down | ~(vertical | up);
      falls[block] = up & vertical;
      more = moreBelow;
      fewer = fewerBelow;
    }
    if (match === equal) for (const place of at) equal[place >> 5] = 0;
  }
  return edits;
}

function placesOf(items: Int32Array): Map<number, number[]> {
  const places = new Map<number, number[]>();
  items.forEach((item, place) => {
    const known = places.get(item);
    if (known) known.push(place);
    else places.set(item, [place]);
  });
  return places;
}

/** The least number of replaced items in an alignment of so many edits, which is the fewest there is. */
function fewestReplaced(from: Int32Array, to: Int32Array, edits: number): number {
  const shift = to.length - from.length;
  // No way of so many edits leaves this band (Ukkonen 1985, Information and Control 64:100).
  const slack = (edits - Math.abs(shift)) >> 1;
  const lowest = Math.max(Math.min(0, shift) - slack, -from.length);
  const highest = Math.min(Math.max(0, shift) + slack, to.length);
  const width = highest - lowest + 1;
  // An edit costs a power of two, a replacement one more: the rest of the total counts replacements. Numbers of 32 bits hold
  // that for an hour or six, and are twice as fast; what overflows the rest is too dear anyway.
  const isSmall = edits < 2 ** 15 && Math.max(from.length, to.length) + width < 2 ** 16;
  const edit = isSmall ? 2 ** 15 : 2 ** 20;
  const outside = isSmall ? 2 ** 30 + 2 ** 29 : Number.POSITIVE_INFINITY;
  // By diagonal, so that a row is worked out in its own place; the last cell stands for what is outside.
  const row = (isSmall ? new Int32Array(width + 1) : new Float64Array(width + 1)).fill(outside);
  for (let j = 0; j <= highest; j++) row[j - lowest] = j * edit;
  for (let i = 1; i <= from.length; i++) {
    const item = from[i - 1]!;
    const first = -i - lowest;
    const last = Math.min(width - 1, to.length - i - lowest);
    let left = outside;
    let at = 0;
    if (first >= 0) {
      left = i * edit;
      row[first] = left;
      at = first + 1;
    }
    for (let j = i + lowest + at; at <= last; at++, j++) {
      let cost = row[at]!;
      if (to[j - 1] !== item) {
        const above = row[at + 1]!;
        const beside = above < left ? above : left;
        cost = beside <= cost ? beside + edit : cost + edit + 1;
      }
      row[at] = cost;
      left = cost;
    }
  }
  return row[shift - lowest]! % edit;
}
