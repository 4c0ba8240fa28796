import { historicalPermutation } from "../order/historicalPermutation.ts";
import { LegacyShuffle } from "./legacySchemas.ts";
import { type LegacyTree, requireJson } from "./legacyTree.ts";

/** Every shuffle record of a run of B or C by its key, and where one is not the shuffle that its names give. */
export async function readShuffles(
  tree: LegacyTree,
  run: string,
  seedBase: number,
): Promise<{ shuffles: Map<string, LegacyShuffle>; disagreements: string[] }> {
  const shuffles = new Map<string, LegacyShuffle>();
  const disagreements: string[] = [];
  for await (const name of tree.list(`${run}shuffled/by_key/`)) {
    if (!name.endsWith(".json")) continue;
    const shuffle = await requireJson(tree, name, LegacyShuffle);
    shuffles.set(shuffle.key, shuffle);
    const { live_id, chunk_idx, qname, perm_new_to_old: order } = shuffle;
    const expected = historicalPermutation(live_id, chunk_idx, qname, seedBase);
    if (expected.join(" ") !== order.join(" "))
      disagreements.push(`${name}: the record says order ${order.join(" ")}, its names give ${expected.join(" ")}`);
    const moved = order.map((old) => shuffle.orig_choices[old]);
    const isMoved = JSON.stringify(moved) === JSON.stringify(shuffle.new_choices);
    if (!isMoved || order.indexOf(shuffle.orig_gt_index) !== shuffle.new_gt_index)
      disagreements.push(`${name}: the new choices or their right position are not the old ones in the record's order`);
  }
  return { shuffles, disagreements };
}
