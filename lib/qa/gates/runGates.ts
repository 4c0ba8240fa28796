import type { GateName } from "#lib/records/index.ts";
import { answerInChat } from "./answerInChat.ts";
import type { GateInput, GateResult } from "./gate.ts";
import { guessable } from "./guessable.ts";
import { sameChunk } from "./sameChunk.ts";
import { seenInExample } from "./seenInExample.ts";

const gates: Record<GateName, (input: GateInput) => GateResult> = {
  answerInChat,
  guessable,
  seenInExample,
  sameChunk,
};

/**
 * Runs the gates on a study's records.
 *
 * @param only this one; all when absent
 */
export function runGates(input: GateInput, only?: GateName): GateResult[] {
  return only === undefined ? Object.values(gates).map((gate) => gate(input)) : [gates[only](input)];
}
