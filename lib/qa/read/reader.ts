import type { ModelRequest } from "#lib/llm/index.ts";
import type { Answer, AnswerStatus, Question, VideoKey } from "#lib/records/index.ts";
import type { Body } from "./body.ts";

/** What an answerer may see of a question: never the answer, the evidence, or where the wrong choices came from. */
export type PublicQuestion = Pick<Question, "id" | "kind" | "language" | "stem" | "choices">;

/** A reader's answer to the choices as they were shown; `choice` is null unless the status is `answered`. */
export interface Reply {
  status: Exclude<AnswerStatus, "notApplicable">;
  choice: number | null;
  /** One number a choice, higher is better; for those who want to look. */
  scores?: readonly number[];
  raw?: string;
  usage?: NonNullable<Answer["usage"]>;
  /** Which version of a model said it. */
  modelVersion?: string;
}

/** What goes along with a question and is never shown: a model's call is kept by its draw and found by its videos. */
export interface ReaderContext {
  draw: number;
  /** The videos whose chat or speech may be in what is shown. */
  videos: readonly VideoKey[];
  signal?: AbortSignal;
}

/** Answers one question from what it is shown: a body, or null where the arm shows nothing. */
export interface Reader {
  name: string;
  /** Raised whenever the reader may answer differently: its answers are then asked again. */
  version: string;
  /** It chooses the same text whatever the order of the choices: one reply serves all orders and draws. */
  blindToChoiceOrder: boolean;
  /** It answers the same whatever the order of the lines: an arm of shuffled lines has nothing to show it. */
  blindToLineOrder: boolean;
  /** The worked examples in its prompt, whole; the gate `seenInExample` looks for the study's questions in them. */
  examples?: readonly string[];
  /** Of a reader that is a model: its entry in study.yaml, the one that judges its answers, how many questions at once. */
  asksModel?: { entry: string; judge?: string; inFlight: number };
  /** What a reader that is a model is sent. */
  requestOf?(question: PublicQuestion, body: Body | null, context: ReaderContext): ModelRequest;
  /** SHA-256 of the exact text that it is sent, where that is not body and question as all others see them. */
  shownHash?(question: PublicQuestion, body: Body | null): string;
  answer(question: PublicQuestion, body: Body | null, context?: ReaderContext): Reply | Promise<Reply>;
}
