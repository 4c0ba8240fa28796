import { historicalPermutation } from "../order/historicalPermutation.ts";
import { legacyKey } from "./legacyKey.ts";
import type { LogBC, TaskBC } from "./metricsBC.ts";
import { passesGate } from "./passesGate.ts";
import { type StageReply, type StudyAnswers, stageReader } from "./readStage.ts";
import { findStage, type Gate, type Stage } from "./stages.ts";
import { type StudyItem, studyItems } from "./studyItems.ts";

/** A log with the reply that it was read from. */
export type ViewLogBC = LogBC & { readonly reply: StageReply };

/** A study seen as protocol B or C. */
export interface ViewBC {
  readonly protocol: "B" | "C";
  readonly logs: readonly ViewLogBC[];
  readonly tasks: readonly TaskBC[];
  readonly items: readonly StudyItem[];
}

const gate = "combinedRightNothingNot";

/**
 * A study as protocol B or C: the historical permutation; chat, and a second draw with nothing to read, only of questions
 * that passed the gate.
 *
 * @throws InputError where an answer is missing or the questions do not fit the protocol
 * @example
 * const { logs, tasks } = viewBC("B", { questions, answers, reader: "bm25" });
 * summariesBC(logs, tasks).subset_sizes;
 */
export function viewBC(protocol: "B" | "C", study: StudyAnswers): ViewBC {
  const { items } = studyItems(study.questions);
  const reader = stageReader(protocol, study);
  const logs: ViewLogBC[] = [];
  const tasks: TaskBC[] = [];
  for (const question of ["Q1", "Q2"] as const)
    for (const item of items) {
      const { liveId, chunkIndex } = item;
      const order = historicalPermutation(liveId, chunkIndex, question);
      const name = { key: legacyKey(liveId, chunkIndex, question), liveId, chunkIndex, question };
      const read = (body: Stage["body"], gate: Gate): ViewLogBC => {
        const stage = findStage(protocol, question, body, gate);
        const reply = reader.read(item[question], stage, order);
        const { choice, correct, invalidFormat } = reply;
        return { stage: stage.code, ...name, choice, correct, invalidFormat, reply };
      };
      const combined = read("combined", "all");
      const nothing = read("none", "all");
      const chat = read("chat", gate);
      const again = read("none", gate);
      const asked = passesGate(gate, combined, nothing) ? [combined, nothing, chat, again] : [combined, nothing];
      logs.push(...asked.filter((log) => log.reply.hasBody));
      const hasChat = chat.reply.hasBody;
      const writtenAnswer = item[question].answer;
      tasks.push({ ...name, hasChat, writtenAnswer, shownAnswer: order.indexOf(writtenAnswer) });
    }
  reader.finish();
  return { protocol, logs, tasks, items };
}
