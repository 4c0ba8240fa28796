import { InputError } from "#lib/errors.ts";
import type { Answer, Chunk, Question } from "#lib/records/index.ts";
import { cellsOf } from "../cellsOf.ts";
import type { Table } from "../table.ts";
import { closestNames } from "./closestNames.ts";
import { chunkName, counts, type Evidence, scopeOf } from "./evidence.ts";

/** One row of data behind a number: as it was counted and, where it is of a question, what was asked and answered. */
export interface ExplainedRow {
  data: unknown;
  question?: Question;
  chunk?: Chunk;
  answers?: Answer[];
}

/** A number with all that it was computed from. */
export interface Explained {
  table: string;
  cell: string;
  text: string;
  stamp?: Table["stamp"];
  method?: string;
  reason?: string;
  /** SHA-256 of the `data` of all rows as JSON lines, as in cells.json. */
  sha256: string;
  rows: ExplainedRow[];
}

/**
 * What a number of a table was computed from.
 *
 * @param name a name of cells.json, e.g. `all/all/chat/bm25/accuracy`
 * @throws InputError when the table has no such cell; it names those most like it
 */
export function explainCell(table: Table, name: string, evidence: Evidence): Explained {
  const cells = cellsOf(table);
  const cell = cells.find((each) => each.name === name);
  if (!cell) {
    const like = closestNames(
      name,
      cells.map((each) => each.name),
      3,
    );
    throw new InputError(
      `The table ${table.name} has no cell ${name}. ` +
        (like.length === 0 ? "It has no cells at all." : `Most like it: ${like.join(", ")}. cells.json lists all.`),
    );
  }
  const questions = new Map(evidence.questions.map((question) => [question.id, question]));
  const chunks = new Map(evidence.chunks.map((chunk) => [chunkName(chunk), chunk]));
  const answers = new Map<string, Answer[]>();
  for (const answer of evidence.answers) {
    const own = answers.get(answer.question);
    if (own) own.push(answer);
    else answers.set(answer.question, [answer]);
  }
  const rows = cell.row.sources.map((data): ExplainedRow => {
    const scope = scopeOf(data);
    const question = scope && questions.get(scope.question);
    if (!question) return { data };
    const chunk = chunks.get(chunkName(question.chunk));
    const counted = (answers.get(question.id) ?? []).filter((answer) => counts(scope, answer));
    return { data, question, answers: counted, ...(chunk ? { chunk } : {}) };
  });
  const { text, sha256, method, reason } = cell;
  return {
    table: table.name,
    cell: name,
    text,
    ...(table.stamp === undefined ? {} : { stamp: table.stamp }),
    ...(method === undefined ? {} : { method }),
    ...(reason === undefined ? {} : { reason }),
    sha256,
    rows,
  };
}
