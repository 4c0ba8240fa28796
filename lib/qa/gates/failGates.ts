import { InputError } from "#lib/errors.ts";
import type { Study } from "#lib/records/index.ts";
import type { GateResult } from "./gate.ts";

const remedies: Record<GateResult["gate"], string> = {
  answerInChat: "Mend the evidence of these questions in their writer, so that it names the chat lines too",
  guessable: "Mend or replace the questions that these readers guess",
  seenInExample: "Take the examples from streams outside the study",
  sameChunk: "Leave one of two copies out of the study, and cut or draw so that no window is compared with itself",
};
const examplesShown = 3;

/**
 * Ends a run whose gates failed, unless the study declares each failure acceptable.
 *
 * @throws InputError with each failing gate, how many it found, the first three, and what to do
 */
export function failGates(results: readonly GateResult[], study: Pick<Study, "name" | "gates">): void {
  const accepted = new Set(study.gates.accept.map(({ gate }) => gate));
  const failing = results.filter(({ gate, passes }) => !passes && !accepted.has(gate));
  if (failing.length === 0) return;
  const parts = failing.map(({ gate, findings, why }) => {
    const first = findings.slice(0, examplesShown).map(({ where, what }) => `    ${where} ${what}`);
    return [`  ${gate}: ${findings.length} found. ${why}`, ...first, `    ${remedies[gate]}.`].join("\n");
  });
  throw new InputError(
    `The study ${study.name} does not pass ${failing.length === 1 ? "a gate" : `${failing.length} gates`}, so its numbers mean less than they say:\n` +
      `${parts.join("\n")}\nWhere that is as it should be, say why in study.yaml: gates: { accept: [{ gate: ${failing[0]!.gate}, because: ... }] }.`,
  );
}
