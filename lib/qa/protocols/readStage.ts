import { InputError } from "#lib/errors.ts";
import type { Answer, Question } from "#lib/records/index.ts";
import { type ParsedAnswer, parseAnswerA, parseAnswerBC } from "./parseAnswer.ts";
import { recoverJson } from "./recoverJson.ts";
import type { Protocol, QuestionName, Stage } from "./stages.ts";

/** A study's answers, as a protocol is to see them. */
export interface StudyAnswers {
  readonly questions: readonly Question[];
  readonly answers: Iterable<Answer>;
  readonly reader: string;
  /**
   * `status` takes the status that an answer was stored with; `raw` reads its raw reply again by the protocol's own
   * ladder, for a reader that was asked in the historical form.
   *
   * @default "status"
   */
  readonly trust?: "status" | "raw";
}

/** One answer as the protocol counts it. */
export interface StageReply extends ParsedAnswer {
  readonly hasBody: boolean;
  readonly correct: 0 | 1 | null;
  /** A reply that the protocol's own ladder reads as this outcome: the reader's own where it does. */
  readonly raw: string;
}

/**
 * Looks up the answer that stands for a stage. `finish` throws InputError when one was missing, since a protocol's numbers
 * over a part of its questions mean something else.
 */
export function stageReader(protocol: Protocol, study: StudyAnswers) {
  const answers = new Map<string, Answer>();
  for (const answer of study.answers)
    if (answer.reader === study.reader)
      answers.set(nameOf(answer.question, answer.arm, answer.draw, answer.order), answer);
  const missing: string[] = [];
  return {
    read(question: Question, stage: Stage, order: readonly number[]): StageReply {
      const answer = answers.get(nameOf(question.id, stage.body, stage.draw, order));
      if (!answer)
        missing.push(`question ${question.id}, arm ${stage.body}, draw ${stage.draw}, order ${order.join(" ")}`);
      return reply(protocol, stage.question, answer, order.indexOf(question.answer), study.trust ?? "status");
    },
    finish() {
      if (missing.length === 0) return;
      throw new InputError(
        `Protocol ${protocol} expects every answer of its stages; ${missing.length} of reader ${study.reader} are missing, ` +
          `the first: ${missing[0]}. Give the study the ${protocol === "A" ? "written" : "historical"} order` +
          `${protocol === "A" ? "" : " and 2 draws"}, and ask again.`,
      );
    },
  };
}

function nameOf(question: string, arm: string, draw: number, order: readonly number[]): string {
  return JSON.stringify([question, arm, draw, order]);
}

function reply(
  protocol: Protocol,
  question: QuestionName,
  answer: Answer | undefined,
  right: number,
  trust: "status" | "raw",
): StageReply {
  const ladder = (raw: string) => {
    const value = recoverJson(raw, protocol);
    return protocol === "A" ? parseAnswerA(value, question) : parseAnswerBC(value, question);
  };
  const stored = fromStatus(protocol, answer);
  const own = answer?.raw === undefined ? null : ladder(answer.raw);
  const parsed = own && trust === "raw" && answer?.status !== "notApplicable" ? own : stored;
  const isOwn = own !== null && own.outcome === parsed.outcome && own.choice === parsed.choice;
  return {
    ...parsed,
    hasBody: answer?.status !== "notApplicable",
    correct: parsed.outcome === "valid" ? (parsed.choice === right ? 1 : 0) : null,
    raw: isOwn ? answer!.raw! : replyText(parsed, question),
  };
}

/** A refused or blocked answer was an empty text to the original: passed over by A, an invalid format to B and C. */
function fromStatus(protocol: Protocol, answer: Answer | undefined): ParsedAnswer {
  const { status, choice } = answer ?? { status: "blocked" };
  if (status === "answered" && choice !== undefined && choice <= 3)
    return { outcome: "valid", choice, invalidFormat: 0 };
  if (protocol !== "A" || status === "answered" || status === "invalid")
    return { outcome: "invalid", choice: null, invalidFormat: 1 };
  return { outcome: "dropped", choice: null, invalidFormat: 0 };
}

function replyText(parsed: ParsedAnswer, question: QuestionName): string {
  if (parsed.outcome === "dropped") return "";
  if (parsed.outcome === "crash") return '{"answers": 0}';
  return JSON.stringify({ answers: { [`${question.toLowerCase()}_index`]: parsed.choice } });
}
