import { InputError } from "#lib/errors.ts";
import type { Video } from "#lib/records/index.ts";

/** On what ground somebody collects; written into the records of what was collected. */
export const bases = ["own", "permission", "research-programme", "import"] as const;
export type Basis = (typeof bases)[number];

/**
 * The declared basis.
 *
 * @throws InputError where there is none: nothing is fetched then
 */
export function requireBasis(basis: string | undefined): Basis {
  const found = bases.find((one) => one === basis);
  if (found) return found;
  throw new InputError(
    `Expected --basis ${bases.join("|")}, found ${basis === undefined ? "none" : JSON.stringify(basis)}. Nothing is fetched before it is said on ` +
      "what ground: your own streams, the permission of those who made them, a platform's programme for research, or files that you have.",
  );
}

/** On what ground something is collected, and how long it may be kept. */
export interface Ground {
  readonly basis: Basis;
  /** Null for as long as was agreed. */
  readonly retentionDays?: number | null | undefined;
}

/**
 * What the records of a video say of its collection.
 *
 * @param collectedAt ISO 8601
 */
export function collectedSource(
  tool: string,
  { basis, retentionDays }: Ground,
  collectedAt: string,
  version?: string,
): NonNullable<Video["source"]> {
  return {
    tool,
    ...(version !== undefined && { version }),
    collectedAt,
    basis,
    ...(typeof retentionDays === "number" && { retentionDays }),
  };
}
