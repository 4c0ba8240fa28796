import type { Answer, Chunk, Question, Study } from "#lib/records/index.ts";
import { codePointLength } from "#lib/text/index.ts";
import { armBodies } from "../arms/armBodies.ts";
import { readerNamed } from "../read/readerNamed.ts";
import type { StudyMaterial } from "../study/studyMaterial.ts";
import { examplesOf } from "./examplesOf.ts";
import { chunkName, type GateInput } from "./gate.ts";

/** What the gates look at of a study whose readers were asked: only questions on chunks that are long enough to be scored. */
export function gateInput(
  study: Study,
  { chunks, languageOf }: Pick<StudyMaterial, "chunks" | "languageOf">,
  questions: readonly Question[],
  answers: readonly Answer[],
): GateInput {
  const long = new Set(chunks.filter((chunk) => size(chunk) >= study.gates.minCombinedChars).map(chunkName));
  const bodiesOf = armBodies({ chunks, languageOf, seed: study.seed });
  const { seed, models } = study;
  const readers = study.readers.map((name) => readerNamed(name, { seed, models, questions: [], chunks: [] }));
  return {
    study,
    chunks,
    languageOf,
    questions: questions.filter(({ chunk }) => long.has(chunkName(chunk))),
    answers,
    examples: examplesOf(readers),
    shownFrom: (chunk, donors, arm) => {
      const shown = bodiesOf(chunk, donors).show(arm);
      return shown === null || shown === "notApplicable" ? null : shown.from;
    },
  };
}

const size = ({ lines }: Chunk) => lines.reduce((sum, { text }) => sum + codePointLength(text), 0);
