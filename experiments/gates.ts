import { gateInput, runGates } from "#lib/qa/index.ts";
import { type Artefact, renderTable } from "#lib/report/index.ts";
import type { Experiment, StudyResults } from "./studyResults.ts";

/** What each gate looked at and found in the study: a run fails where one does, unless the study says why it may. */
export const gates: Experiment = {
  name: "gates",
  readsText: true,
  run(results): Artefact[] {
    const { study } = results;
    const accepted = new Set(study.gates.accept.map(({ gate }) => gate));
    return renderTable({
      name: "gates",
      title: `Leakage gates: ${study.title}`,
      keys: ["gate"],
      columns: [
        { key: "gate", label: "gate" },
        { key: "checked", label: "checked" },
        { key: "of", label: "what" },
        { key: "found", label: "found" },
        { key: "result", label: "result" },
        { key: "why", label: "why" },
      ],
      rows: gatesOf(results).map(({ gate, checked, of, findings, passes, why }) => ({
        values: {
          gate,
          checked,
          of,
          found: findings.length,
          result: passes ? "passes" : accepted.has(gate) ? "fails, accepted" : "fails",
          why,
        },
        sources: findings,
      })),
      notes: [
        "answerInChat: the right choice stands in chat, though the evidence is labelled speech alone. guessable: a reader without the stream is above chance. seenInExample: a question stands in an example of a prompt. sameChunk: a comparison has the same chunk on both sides.",
        "Only questions on chunks that are long enough to be scored. A gate that fails ends the run after the tables are written, unless study.yaml accepts it with a reason.",
        ...study.notes,
      ],
    });
  },
};

/** The gates on the records of a study's results. */
export function gatesOf(results: StudyResults) {
  return runGates(inputOf(results));
}

/** What the gates look at of a study's results. */
export function inputOf({ study, chunks, languageOf, questions, answers }: StudyResults) {
  return gateInput(study, { chunks, languageOf }, questions, answers);
}
