import type { Gate } from "./stages.ts";

interface Scored {
  readonly correct: 0 | 1 | null;
}

/**
 * Whether a question comes through a gate, given its ungated answers. An invalid answer with nothing to read counts as not
 * right, so it lets the question through, as in the original.
 */
export function passesGate(gate: Gate, combined: Scored, nothing: Scored | null): boolean {
  if (gate === "all") return true;
  if (combined.correct !== 1) return false;
  return gate === "combinedRight" || (nothing !== null && nothing.correct !== 1);
}
