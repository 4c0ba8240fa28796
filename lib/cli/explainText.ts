import type { Answer, Question } from "#lib/records/index.ts";
import type { Explained, ExplainedRow } from "#lib/report/index.ts";

/**
 * What a number was computed from, as a person reads it; at most `limit` rows of data.
 *
 * @param checkedWith the cells.json that says the same; empty where there are no results yet
 */
export function explainText(explained: Explained, limit: number, checkedWith: string): string {
  const { table, cell, text, stamp, method, reason, sha256, rows } = explained;
  const lines = [
    `${table}: ${cell}`,
    text,
    ...(stamp === undefined ? [] : [`stamp: ${stamp}`]),
    ...(method === undefined ? [] : [`method: ${method}`]),
    ...(reason === undefined ? [] : [`reason: ${reason}`]),
    `computed from ${rows.length} rows of data, SHA-256 ${sha256}`,
    checkedWith === ""
      ? "There are no results yet to compare this with: run livecorpus reproduce."
      : `as in ${checkedWith}`,
    "",
    ...rows.slice(0, limit).flatMap((row, i) => [...rowLines(row, i + 1), ""]),
  ];
  if (rows.length > limit)
    lines.push(`${rows.length - limit} more: --limit ${rows.length} prints all of them, --json as data.`, "");
  return lines.join("\n");
}

function rowLines({ data, question, chunk, answers = [] }: ExplainedRow, number: number): string[] {
  if (!question) return [`${number}. ${JSON.stringify(data)}`];
  const { platform, id } = question.chunk.video;
  const when = chunk ? `, ${clockText(chunk.startMs)} to ${clockText(chunk.endMs)}` : "";
  const evidence = question.evidence.map(({ line, source }) => {
    const text = chunk?.lines[line]?.text;
    return `   evidence, ${source}${text === undefined ? "" : `: ${oneLine(text)}`}`;
  });
  return [
    `${number}. ${platform}/${id}, chunk ${question.chunk.index}${when}, ${question.kind}, ${question.id}`,
    `   ${oneLine(question.stem)}`,
    ...question.choices.map(
      (choice, i) => `   ${letter(i)}. ${oneLine(choice)}${i === question.answer ? "  (right)" : ""}`,
    ),
    ...evidence,
    ...answers.map((answer) => `   ${answerText(answer, question)}`),
  ];
}

function answerText({ reader, arm, order, draw, status, choice }: Answer, question: Question): string {
  const shown = `${reader} under ${arm}, shown ${order.map(letter).join("")}, draw ${draw}`;
  if (status !== "answered" || choice === undefined) return `${shown}: ${status}`;
  const written = order[choice];
  return `${shown}: ${written === undefined ? "?" : letter(written)}, ${written === question.answer ? "right" : "wrong"}`;
}

const letter = (choice: number) => String.fromCharCode(65 + choice);
const oneLine = (text: string) => text.replace(/\s+/g, " ");

/** Time of a stream as h:mm:ss. */
function clockText(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const two = (part: number) => String(part).padStart(2, "0");
  const text = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return ms < 0 ? `-${text}` : text;
}
