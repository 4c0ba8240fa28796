import { InputError } from "#lib/errors.ts";

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
