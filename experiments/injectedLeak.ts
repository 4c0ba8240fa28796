import { seededRandom } from "#lib/effects/index.ts";
import { type GateInput, type GateResult, runGates } from "#lib/qa/index.ts";
import type { Answer, GateName } from "#lib/records/index.ts";
import { type Artefact, type Row, renderTable } from "#lib/report/index.ts";
import { inputOf } from "./gates.ts";
import { leaks } from "./leaks.ts";
import type { Experiment } from "./studyResults.ts";

/** Shares of the records that leak; 0 stands for a single one. */
const shares = [0, 0.1, 0.2, 0.5];
/** Copies a cell: of gates that are statistics more, since there luck decides. */
const copies: Record<GateName, number> = { answerInChat: 3, guessable: 10, seenInExample: 10, sameChunk: 3 };
const guessCopies = 20;

/** What the gates are worth: each kind of leak put into copies of the study at rising rates, and how often its gate fails. */
export const injectedLeak: Experiment = {
  name: "injectedLeak",
  readsText: true,
  run(results): Artefact[] {
    const { study } = results;
    const input = lean(inputOf(results));
    const rows: Row[] = [];
    for (const { gate, passes } of runGates(input))
      rows.push(untouched(gate, "nothing: the study as it is", [passes ? 0 : 1]));
    rows.push(untouched("guessable", "nothing: each answer without the stream is a new guess", honestGuesses(input)));
    for (const { gate, name, of, inject } of leaks.filter(({ among }) => among(input) > 0)) {
      const caught = shares.map((share) =>
        Array.from({ length: copies[gate] }, (_, run) => {
          const random = seededRandom(`${study.seed}|leak|${name}|${share}|${run}`);
          return fails(runGates(inject(input, share, random), gate));
        }),
      );
      const values = Object.fromEntries(caught.map((each, i) => [columnOf(shares[i]!), mean(each)]));
      rows.push({ values: { gate, leak: name, of, copies: copies[gate], ...values }, sources: caught });
    }
    return renderTable({
      name: "injectedLeak",
      title: `Leaks put into the study, and how often their gate fails: ${study.title}`,
      keys: ["gate", "leak"],
      columns: [
        { key: "gate", label: "gate" },
        { key: "leak", label: "what leaks" },
        { key: "of", label: "of the" },
        { key: "copies", label: "copies a cell" },
        { key: "none", label: "none", digits: 2 },
        ...shares.map((share) => ({ key: columnOf(share), label: columnOf(share), digits: 2 })),
      ],
      rows,
      notes: [
        "Cells are the share of copies in which the gate fails, by how many of the records leak: none, a single one, or a share of them. Each copy has a draw of its own.",
        "Gates that compare texts fail at the first leak. guessable, and right answers in examples, are statistics: they tell a leak from luck only from some share on, sooner in a larger study.",
        ...study.notes,
      ],
    });
  },
};

/** The answers that no injected leak reads are left out: they only cost time. */
function lean(input: GateInput): GateInput {
  const shown = new Map<string, ReturnType<GateInput["shownFrom"]>>();
  return {
    ...input,
    answers: input.answers.filter(({ arm }) => arm === "none"),
    shownFrom: (chunk, donors, arm) => {
      const key = JSON.stringify([chunk.video, chunk.index, arm]);
      const known = shown.get(key);
      const from = known === undefined ? input.shownFrom(chunk, donors, arm) : known;
      shown.set(key, from);
      return from;
    },
  };
}

function honestGuesses(input: GateInput): number[] {
  const questions = new Map(input.questions.map((question) => [question.id, question]));
  return Array.from({ length: guessCopies }, (_, run) => {
    const random = seededRandom(`guesses|${run}`);
    const answers = input.answers.flatMap((answer): Answer[] => {
      const question = questions.get(answer.question);
      return question ? [{ ...answer, status: "answered", choice: random.below(question.choices.length) }] : [];
    });
    return fails(runGates({ ...input, answers }, "guessable"));
  });
}

const fails = (results: readonly GateResult[]) => (results.every(({ passes }) => passes) ? 0 : 1);

const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
const columnOf = (share: number) => (share === 0 ? "one" : `${Math.round(100 * share)} %`);

function untouched(gate: GateName, leak: string, failed: readonly number[]): Row {
  return { values: { gate, leak, of: "", copies: failed.length, none: mean(failed) }, sources: failed };
}
