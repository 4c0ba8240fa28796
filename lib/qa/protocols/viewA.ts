import { written } from "../order/rotations.ts";
import type { ArmA, CellA, RowA } from "./metricsA.ts";
import { passesGate } from "./passesGate.ts";
import { type StageReply, type StudyAnswers, stageReader } from "./readStage.ts";
import { findStage, type QuestionName } from "./stages.ts";
import { type StudyItem, studyItems } from "./studyItems.ts";

/** A cell with the reply that it was read from; null where the stage was not run. */
export type ViewCellA = CellA & { readonly reply: StageReply | null };

/** A study seen as protocol A. */
export interface ViewA {
  readonly rows: readonly RowA<ViewCellA>[];
  readonly items: readonly StudyItem[];
  /** Replies that would have ended the original's run (see `parseAnswerA`); scored as dropped. */
  readonly crashes: number;
}

/**
 * A study as protocol A: the written order, and chat both for all and for those whose combined answer is right. Both chat
 * stages are one answer, since they sent the identical request.
 *
 * @throws InputError where an answer is missing or the questions do not fit the protocol
 * @example
 * metricsA(viewA({ questions, answers, reader: "bm25" }).rows);
 */
export function viewA(study: StudyAnswers): ViewA {
  const { items, incomplete } = studyItems(study.questions);
  const reader = stageReader("A", study);
  const rows: RowA<ViewCellA>[] = items.map((item) => {
    const q1 = cellsOf(item, "Q1", reader);
    const q2 = cellsOf(item, "Q2", reader);
    const { liveId, chunkIndex } = item;
    return { liveId, chunkIndex, status: "ok", hasChat: q1.chat_uncond.asked, q1, q2 };
  });
  reader.finish();
  const rejected = incomplete.map((chunk) => ({
    ...chunk,
    status: "mcq_invalid",
    hasChat: false,
    q1: unasked,
    q2: unasked,
  }));
  const replies = rows.flatMap(({ q1, q2 }) => [...Object.values(q1), ...Object.values(q2)]);
  return { rows: [...rows, ...rejected], items, crashes: replies.filter((c) => c.reply?.outcome === "crash").length };
}

function cellsOf(
  item: StudyItem,
  question: QuestionName,
  reader: ReturnType<typeof stageReader>,
): RowA<ViewCellA>["q1"] {
  const read = (body: "combined" | "chat") =>
    reader.read(item[question], findStage("A", question, body, "all"), written(4));
  const combined = read("combined");
  const chat = read("chat");
  const conditional = chat.hasBody && passesGate("combinedRight", combined, null);
  return {
    combined: cell(combined.hasBody ? combined : null),
    chat_uncond: cell(chat.hasBody ? chat : null),
    chat_cond: cell(conditional ? chat : null),
  };
}

function cell(reply: StageReply | null): ViewCellA {
  if (!reply) return { asked: false, choice: null, correct: null, invalidFormat: 0, reply };
  return { asked: true, choice: reply.choice, correct: reply.correct, invalidFormat: reply.invalidFormat, reply };
}

const unasked: Record<ArmA, ViewCellA> = { combined: cell(null), chat_uncond: cell(null), chat_cond: cell(null) };
