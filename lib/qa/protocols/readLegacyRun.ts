import type { LegacyTree } from "./legacyTree.ts";
import type { MetricsB, MetricsC } from "./metricsRun.ts";
import { type LegacyLayoutA, type LegacyRunA, readLegacyA } from "./readLegacyA.ts";
import { type LegacyLayoutBC, type LegacyRunBC, readLegacyB, readLegacyC } from "./readLegacyBC.ts";

/** A protocol, and where the parts of its run lie. */
export type LegacyRunOptions =
  | ({ readonly protocol: "A" } & LegacyLayoutA)
  | ({ readonly protocol: "B" | "C" } & LegacyLayoutBC);

/**
 * Reads a run that one of the historical protocols left, scores it by that protocol's formulas, and reads every saved
 * reply again to find where the run disagrees with itself.
 *
 * @param tree a store opened at the folder of the run
 * @throws InputError where a file is missing or not of its shape
 * @example
 * const { metrics, disagreements } = await readLegacyRun(tree, { protocol: "A" });
 */
export function readLegacyRun(
  tree: LegacyTree,
  options: LegacyRunOptions,
): Promise<LegacyRunA | LegacyRunBC<MetricsB> | LegacyRunBC<MetricsC>> {
  if (options.protocol === "A") return readLegacyA(tree, options);
  return options.protocol === "B" ? readLegacyB(tree, options) : readLegacyC(tree, options);
}
