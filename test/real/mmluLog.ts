import { execFileSync } from "node:child_process";
import { z } from "zod";
import { Answer, Question } from "#lib/records/index.ts";
import type { CountedScore } from "#lib/stats/index.ts";

/** One row of a log of MMLU-Pro's evaluation: a question as it was asked, and the letter found in the model's text. */
const Row = z.object({
  question_id: z.number().int(),
  question: z.string(),
  options: z.array(z.string()).max(10),
  answer: z.string().regex(/^[A-J]$/),
  category: z.string().min(1),
  pred: z
    .string()
    .regex(/^[A-J]$/)
    .nullable(),
});
export type Row = z.infer<typeof Row>;

/** One model's log as records; `refused` are rows that are no multiple-choice question, with the only choice that they have. */
export interface Log {
  questions: Question[];
  answers: Answer[];
  refused: Row[];
}

const letters = "ABCDEFGHIJ";

/** Reads a log as it was published: a zip with one JSON list. */
export function readLog(zip: string, reader: string): Log {
  // Python only unpacks; every row is checked here.
  const code = "import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nsys.stdout.buffer.write(z.read(z.namelist()[0]))";
  const text = execFileSync("/usr/bin/python3", ["-c", code, zip], { encoding: "utf8", maxBuffer: 1 << 28 });
  const log: Log = { questions: [], answers: [], refused: [] };
  for (const row of z.array(Row).parse(JSON.parse(text))) {
    const question = Question.safeParse(questionOf(row));
    if (!question.success) log.refused.push(row);
    else {
      log.questions.push(question.data);
      log.answers.push(Answer.parse(answerOf(row, reader)));
    }
  }
  return log;
}

/**
 * A question without a stream: its category stands where the video does, since a record names what its question belongs to
 * and intervals cluster by that, and the chunk is the category's first and only one. The key is the letter, which is what
 * was scored; one row has an index that contradicts it.
 */
function questionOf(row: Row): unknown {
  return {
    id: `${row.question_id}`,
    chunk: { video: { platform: "other", id: row.category }, index: 1 },
    kind: "detail",
    language: "en",
    stem: row.question,
    choices: row.options,
    answer: letters.indexOf(row.answer),
    evidence: [],
    distractorsFrom: row.options.map(() => null),
    writer: { name: "MMLU-Pro", version: "1", seed: "" },
  };
}

/** The reader saw no stream: arm `none`. A letter without a choice behind it is an invalid answer, as is no letter. */
function answerOf(row: Row, reader: string): unknown {
  const order = row.options.map((_, i) => i);
  const choice = row.pred === null ? -1 : letters.indexOf(row.pred);
  const base = { question: `${row.question_id}`, arm: "none", reader, order, draw: 0, shown: "" };
  return order.includes(choice) ? { ...base, status: "answered", choice } : { ...base, status: "invalid" };
}

/** What the log itself says of a refused row. */
export function logged(row: Row): CountedScore {
  return row.pred === null
    ? { score: null, valid: 0, invalid: 1 }
    : { score: Number(row.pred === row.answer), valid: 1, invalid: 0 };
}
