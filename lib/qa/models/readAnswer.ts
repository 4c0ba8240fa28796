import { answerStatus, type ModelOutcome } from "#lib/llm/index.ts";
import { parseAnswerA, parseAnswerBC } from "../protocols/parseAnswer.ts";
import { pythonInt } from "../protocols/pythonInt.ts";
import { recoverJson } from "../protocols/recoverJson.ts";
import type { PublicQuestion, Reply } from "../read/reader.ts";
import type { AnswerVariant } from "./answerVariant.ts";

/** What a call came to as an answer; null where it failed, which is an attempt and no answer. */
export type ReadAnswer = Pick<Reply, "status" | "choice" | "raw">;

/**
 * Reads a model's outcome as an answer. A whole text is read by the recovery ladder: a choice in range is `answered`, -1 where
 * abstaining is allowed or a text that declines in words is `refused`, all else `invalid`. Every other outcome has the status
 * that `answerStatus` gives it.
 */
export function readAnswer(
  outcome: ModelOutcome,
  variant: AnswerVariant,
  { kind, choices }: Pick<PublicQuestion, "kind" | "choices">,
): ReadAnswer | null {
  if (outcome.status !== "ok") {
    const status = answerStatus(outcome);
    if (status === null || status === "read" || status === "notApplicable") return null;
    const raw = outcome.status === "blocked" ? outcome.reason : outcome.status === "truncated" ? outcome.text : "";
    return { status, choice: null, raw };
  }
  const raw = outcome.text;
  if (variant === "a" || variant === "b" || variant === "c") {
    const protocol = variant === "a" ? "A" : variant === "b" ? "B" : "C";
    const value = recoverJson(raw, protocol);
    const question = kind === "topic" ? "Q1" : "Q2";
    const { outcome: read, choice } = protocol === "A" ? parseAnswerA(value, question) : parseAnswerBC(value, question);
    if (read === "valid" && choice !== null && choice < choices.length) return { status: "answered", choice, raw };
    return { status: declines(raw) ? "refused" : "invalid", choice: null, raw };
  }
  const choice = memberOf(recoverJson(raw), "choice");
  const number = choice === undefined ? null : pythonInt(choice);
  if (number !== null && number >= 0 && number < choices.length) return { status: "answered", choice: number, raw };
  if (number === -1 && variant === "abstain") return { status: "refused", choice: null, raw };
  return { status: declines(raw) ? "refused" : "invalid", choice: null, raw };
}

/** A member of a recovered reply; undefined where it is no object or has none of that name. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

const declining =
  /\bI(?:'m| am) (?:sorry|unable|not able)|\bI (?:cannot|can't|can not|won't) (?:answer|help|assist|comply|provide|determine|tell)|お答えできません|お答えすることはできません|回答できません|申し訳(?:ありません|ございません)|답변(?:을 드릴|할) 수 없|죄송(?:합니다|하지만)/i;

/** Whether a text without an answer says that none will be given. */
function declines(text: string): boolean {
  return !text.includes("{") && declining.test(text.replaceAll("’", "'"));
}
