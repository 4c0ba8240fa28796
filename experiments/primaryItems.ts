import type { ScoredItem } from "#lib/qa/index.ts";
import type { Study } from "#lib/records/index.ts";
import { hasEvidence } from "./hasEvidence.ts";

/** The items that a study's primary contrast is about: its kind of question, with the evidence that it names. */
export function primaryItems({ primary }: Pick<Study, "primary">, items: readonly ScoredItem[]): ScoredItem[] {
  return items.filter(
    ({ evidence, kind }) =>
      hasEvidence(primary.evidence, evidence) && (primary.kind === "any" || kind === primary.kind),
  );
}
