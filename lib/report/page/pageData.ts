import type { Chunk, Question } from "#lib/records/index.ts";
import { cellsOf } from "../cellsOf.ts";
import { chunkName, type Evidence, scopeOf } from "../explain/evidence.ts";
import { inertText } from "../inert.ts";
import type { Table } from "../table.ts";
import { cutText } from "../textWidth.ts";

/** What bounds the page, whatever the study's size: rows of data listed for one number, answers, and characters of lines. */
const mostRows = 500;
const mostAnswers = 200_000;
const mostCharacters = 3_000_000;

/** A row of data as the page holds it: which answers to which question it counts, or the row itself as JSON. */
type PageSource =
  | [
      question: number,
      arms: number[] | null,
      reader: number | null,
      order: readonly number[] | null,
      draw: number | null,
    ]
  | string;

/** What the page draws on demand when a number is opened; everything is named by its place in a list. */
export interface PageData {
  showsText: boolean;
  hasAnswers: boolean;
  arms: string[];
  readers: string[];
  chunks: {
    video: string;
    index: number;
    startMs: number;
    endMs: number;
    lines: [source: 0 | 1, atMs: number, text: string][] | null;
  }[];
  questions: PageQuestion[];
  /** Each way in which a question was answered: order of the choices, draw, status, and the choice as shown. */
  ways: [order: number[], draw: number, status: string, choice: number | null][];
  /** For each question: arm, reader, and the ways in which that reader answered it there. */
  answers: [arm: number, reader: number, ways: number[]][][];
  sources: PageSource[];
  methods: string[];
  tables: PageTable[];
}

interface PageQuestion {
  id: string;
  chunk: number | null;
  kind: string;
  language: string;
  stem: string | null;
  choices: string[] | number;
  answer: number;
  evidence: [line: number, source: string][];
}

interface PageTable {
  name: string;
  columns: string[];
  rows: {
    sha256: string;
    count: number;
    sources: number[];
    methods: Record<number, number>;
    reasons: Record<number, string>;
  }[];
}

/**
 * What the numbers of some tables were computed from, small enough for a page.
 *
 * @param publish `numbers` leaves out each line, question and choice of the streams
 */
export function pageData(tables: readonly Table[], evidence: Evidence, publish: "numbers" | "text"): PageData {
  const showsText = publish === "text";
  const arms = places<string>();
  const readers = places<string>();
  const methods = places<string>();
  const sources = places<string>();
  const questions = places<string>();
  const known = new Map(evidence.questions.map((question) => [question.id, question]));

  const placeOf = (source: unknown): number => {
    const scope = scopeOf(source);
    if (!scope || !known.has(scope.question)) return sources.add(JSON.stringify(rawSource(source, showsText)));
    const own = scope.arms?.map((arm) => arms.add(arm)) ?? null;
    const reader = scope.reader === null ? null : readers.add(scope.reader);
    return sources.add(JSON.stringify([questions.add(scope.question), own, reader, scope.order, scope.draw]));
  };
  const shown = tables.map((table): PageTable => {
    const cells = cellsOf(table);
    const columns = table.columns.map(({ key }) => key);
    return {
      name: table.name,
      columns,
      rows: table.rows.map((row) => {
        const own = cells.filter((cell) => cell.row === row);
        const about: Pick<PageTable["rows"][number], "methods" | "reasons"> = { methods: {}, reasons: {} };
        for (const { key, method, reason } of own) {
          if (method !== undefined) about.methods[columns.indexOf(key)] = methods.add(method);
          if (reason !== undefined) about.reasons[columns.indexOf(key)] = inertText(reason);
        }
        const listed = row.sources.slice(0, mostRows).map(placeOf);
        return { sha256: own[0]?.sha256 ?? "", count: row.sources.length, sources: listed, ...about };
      }),
    };
  });

  const asked = questions.list.map((id) => known.get(id)!);
  const chunks = places<string>();
  const byName = new Map(evidence.chunks.map((chunk) => [chunkName(chunk), chunk]));
  const chosen = asked.map((question) =>
    pageQuestion(
      question,
      byName.has(chunkName(question.chunk)) ? chunks.add(chunkName(question.chunk)) : null,
      showsText,
    ),
  );
  return {
    showsText,
    ...pageAnswers(evidence, questions.list, arms, readers),
    chunks: pageChunks(
      chunks.list.map((name) => byName.get(name)!),
      showsText,
    ),
    questions: chosen,
    arms: arms.list,
    readers: readers.list,
    sources: sources.list.map((text) => JSON.parse(text)),
    methods: methods.list,
    tables: shown,
  };
}

/** Answers by question, arm and reader; none at all where there are too many for a page. */
function pageAnswers(
  { answers }: Evidence,
  questions: readonly string[],
  arms: Places<string>,
  readers: Places<string>,
): Pick<PageData, "hasAnswers" | "ways" | "answers"> {
  const place = new Map(questions.map((id, q) => [id, q]));
  const shown = answers.filter(({ question }) => place.has(question));
  if (shown.length > mostAnswers) return { hasAnswers: false, ways: [], answers: questions.map(() => []) };
  const ways = places<string>();
  const groups = questions.map(() => new Map<string, PageData["answers"][number][number]>());
  for (const { question, arm, reader, order, draw, status, choice } of shown) {
    const group = groups[place.get(question)!]!;
    const key = JSON.stringify([arm, reader]);
    const own = group.get(key) ?? [arms.add(arm), readers.add(reader), []];
    group.set(key, own);
    own[2].push(ways.add(JSON.stringify([order, draw, status, choice ?? null])));
  }
  return {
    hasAnswers: true,
    ways: ways.list.map((text) => JSON.parse(text)),
    answers: groups.map((group) => [...group.values()]),
  };
}

function pageQuestion(question: Question, chunk: number | null, showsText: boolean): PageQuestion {
  const { id, kind, language, stem, choices, answer, evidence } = question;
  return {
    id: inertText(id),
    chunk,
    kind,
    language: inertText(language),
    stem: showsText ? inertText(stem) : null,
    choices: showsText ? choices.map(inertText) : choices.length,
    answer,
    evidence: evidence.map(({ line, source }) => [line, source]),
  };
}

function pageChunks(chunks: readonly Chunk[], showsText: boolean): PageData["chunks"] {
  let characters = 0;
  return chunks.map(({ video, index, startMs, endMs, lines }) => {
    characters += lines.reduce((sum, line) => sum + line.text.length, 0);
    const isShown = showsText && characters <= mostCharacters;
    return {
      video: inertText(`${video.platform}/${video.id}`),
      index,
      startMs,
      endMs,
      lines: isShown ? lines.map(({ source, atMs, text }) => [source === "CHAT" ? 0 : 1, atMs, inertText(text)]) : null,
    };
  });
}

/** Keys whose values are names, and nobody's words. */
const names = new Set([
  "arm",
  "arms",
  "coder",
  "evidence",
  "id",
  "kind",
  "language",
  "platform",
  "question",
  "reader",
  "video",
]);

/** A row of data as JSON of a bounded length; where text may not be published, without what could be somebody's words. */
function rawSource(source: unknown, showsText: boolean): string {
  const text = JSON.stringify(source, (key, value: unknown) =>
    typeof value !== "string" || showsText || names.has(key) ? value : "…",
  );
  return cutText(inertText(text), 400);
}

interface Places<T> {
  list: T[];
  add(value: T): number;
}

/** A list without repetition, and the place of each value in it. */
function places<T>(): Places<T> {
  const known = new Map<T, number>();
  const list: T[] = [];
  const add = (value: T) => {
    const there = known.get(value);
    if (there !== undefined) return there;
    known.set(value, list.length);
    return list.push(value) - 1;
  };
  return { list, add };
}
