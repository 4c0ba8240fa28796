import { seededRandom } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import type { Chunk, ChunkKey, Question } from "#lib/records/index.ts";
import { codePointLength } from "#lib/text/index.ts";
import { questionFingerprint } from "./checkSheet.ts";

/** The columns of a sheet for coders; the last two are theirs. */
export const sheetColumns = [
  "id",
  "fingerprint",
  "kind",
  "language",
  "evidence",
  "chunk",
  "stem",
  "choices",
  "answer",
  "defects",
  "note",
];

const linesBeside = 2;
/** Spreadsheets hold 32,767 characters a cell. */
const longestCell = 30_000;

/**
 * A sheet on which people code the defects of a sample of questions (CSV, RFC 4180): the evidence with the lines beside it,
 * the whole chunk where it fits a cell, the question, and two blank columns. The sample is drawn by the seed from the set of
 * questions, whatever their order. A cell that a spreadsheet would take for a formula gets an apostrophe before it;
 * control characters and marks that override the direction of writing show as U+FFFD.
 *
 * @param options.n how many questions; all of them where there are fewer
 */
export function auditSheet(
  questions: readonly Question[],
  chunks: readonly Chunk[],
  options: { n: number; seed: string },
): string {
  const byId = questions.slice().sort((a, b) => (a.id < b.id ? -1 : 1));
  const sample = seededRandom(`${options.seed}|audit`).shuffle(byId).slice(0, options.n);
  const known = new Map(chunks.map((chunk) => [nameOf(chunk), chunk]));
  const rows = sample.map((question) => {
    const chunk = known.get(nameOf(question.chunk));
    if (!chunk)
      throw new InputError(
        `Question ${question.id}: its chunk is not there. Chunk the study's videos, then write again.`,
      );
    return rowOf(question, chunk);
  });
  return [sheetColumns, ...rows].map((row) => `${row.map(cell).join(",")}\n`).join("");
}

function rowOf(question: Question, chunk: Chunk): string[] {
  const lines = chunk.lines.map((line, i) => `${i + 1} [${line.source}] ${line.text}`);
  const whole = lines.join("\n");
  const choices = question.choices.map((choice, i) => `${i + 1}. ${choice}`).join("\n");
  return [
    question.id,
    questionFingerprint(question),
    question.kind,
    question.language,
    nearEvidence(question, lines),
    codePointLength(whole) <= longestCell ? whole : "(too long for a cell: see the evidence)",
    question.stem,
    choices,
    String(question.answer + 1),
    "",
    "",
  ];
}

/** The evidence lines marked with ">", with two lines beside each and "…" for what is left out. */
function nearEvidence(question: Question, lines: readonly string[]): string {
  const marked = new Set(question.evidence.map(({ line }) => line));
  const out: string[] = [];
  let last = -1;
  lines.forEach((line, i) => {
    const isNear = [...marked].some((at) => Math.abs(at - i) <= linesBeside);
    if (!isNear) return;
    if (i !== last + 1) out.push("…");
    out.push(`${marked.has(i) ? ">" : " "} ${line}`);
    last = i;
  });
  return [...out.join("\n")].slice(0, longestCell).join("");
}

/** What a coder would not see, but a terminal obeys, or what turns the order of letters round. */
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

function cell(text: string): string {
  const shown = text.replace(unseen, "\ufffd");
  const safe = /^[=+\-@\t\r]/.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const nameOf = ({ video, index }: ChunkKey) => `${video.platform}/${video.id}/${index}`;
