import type { ScoredItem } from "#lib/qa/index.ts";
import type { Arm, EvidenceScope, Study } from "#lib/records/index.ts";
import { hasEvidence } from "./hasEvidence.ts";

/** One question's scores under two arms. */
export interface Pair {
  question: string;
  video: string;
  arms: readonly [Arm, Arm];
  reader: string;
  first: number;
  second: number;
}

/** Questions that a reader was scored on under both of two arms, of a scope of evidence and of the primary contrast's kind. */
export function pairItems(
  { study, items }: { study: Study; items: readonly ScoredItem[] },
  { reader, first, second, evidence }: { reader: string; first: Arm; second: Arm; evidence: EvidenceScope },
): Pair[] {
  const { kind } = study.primary;
  const wanted = items.filter(
    (item) =>
      item.reader === reader &&
      item.score !== null &&
      hasEvidence(evidence, item.evidence) &&
      (kind === "any" || item.kind === kind),
  );
  const other = new Map(wanted.filter(({ arm }) => arm === second).map((item) => [item.question, item.score!]));
  return wanted
    .filter(({ arm, question }) => arm === first && other.has(question))
    .map(({ question, video, score }) => ({
      question,
      video,
      arms: [first, second],
      reader,
      first: score!,
      second: other.get(question)!,
    }));
}
