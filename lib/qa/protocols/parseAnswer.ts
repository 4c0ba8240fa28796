import { pythonInt } from "./pythonInt.ts";
import type { QuestionName } from "./stages.ts";

/**
 * What a protocol makes of a reply. `valid`: a choice was named. `invalid`: counted as an invalid format. `dropped`: passed
 * over in silence, as A does with a reply that has no index. `crash`: the original died of it.
 */
export interface ParsedAnswer {
  readonly outcome: "valid" | "invalid" | "dropped" | "crash";
  /** Shown position; kept by A also where it is out of range. */
  readonly choice: number | null;
  readonly invalidFormat: 0 | 1;
}

/**
 * Protocol A's reading of a recovered reply. A bare number (or boolean) for `answers` was an uncaught exception that ended
 * the original's run; here it is the outcome `crash`, scored like a dropped one and counted apart.
 *
 * @example
 * parseAnswerA({ answers: { q1_index: "7" } }, "Q1"); // { outcome: "invalid", choice: 7, invalidFormat: 1 }
 */
export function parseAnswerA(value: unknown, question: QuestionName): ParsedAnswer {
  const answers = field(value, "answers");
  const key = keyOf(question);
  if (typeof answers === "number" || typeof answers === "boolean")
    return { outcome: "crash", choice: null, invalidFormat: 0 };
  if (!has(answers, key)) return { outcome: "dropped", choice: null, invalidFormat: 0 };
  const choice = pythonInt(answers[key]);
  return inRange(choice)
    ? { outcome: "valid", choice, invalidFormat: 0 }
    : { outcome: "invalid", choice, invalidFormat: 1 };
}

/**
 * The reading of B and C, which differ only in what `recoverJson` gives them: `answers.index` stands in for a missing key,
 * and whatever names no choice is invalid, an API failure too.
 *
 * @example
 * parseAnswerBC({ answers: { index: 2 } }, "Q1"); // { outcome: "valid", choice: 2, invalidFormat: 0 }
 */
export function parseAnswerBC(value: unknown, question: QuestionName): ParsedAnswer {
  const answers = field(value, "answers");
  const key = keyOf(question);
  const choice = pythonInt(has(answers, key) ? answers[key] : field(answers, "index"));
  return inRange(choice)
    ? { outcome: "valid", choice, invalidFormat: 0 }
    : { outcome: "invalid", choice: null, invalidFormat: 1 };
}

const keyOf = (question: QuestionName) => (question === "Q1" ? "q1_index" : "q2_index");

function inRange(choice: number | null): boolean {
  return choice !== null && choice >= 0 && choice <= 3;
}

function has<K extends string>(value: unknown, key: K): value is Record<K, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.hasOwn(value, key);
}

function field(value: unknown, key: string): unknown {
  return has(value, key) ? value[key] : undefined;
}
