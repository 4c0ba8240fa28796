import type { EvidenceScope, EvidenceSource } from "#lib/records/index.ts";

/** True when a question's evidence is of the scope that a contrast or a table row is about. */
export function hasEvidence(scope: EvidenceScope, source: EvidenceSource): boolean {
  if (scope === "any") return true;
  return scope === "spoken" ? source === "SPEECH" || source === "BOTH" : source === scope;
}
