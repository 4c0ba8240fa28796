/** The three historical protocols: A (questions and conditional chat), B and C (shuffled choices, a "nothing" arm). */
export type Protocol = "A" | "B" | "C";

/** The two questions of a chunk: Q1 asks which topic came up, Q2 what was said of it. */
export type QuestionName = "Q1" | "Q2";

/**
 * Which questions a stage counts: all of them; those whose combined answer is right; or, of these, those that were not
 * answered rightly with nothing to read. A stage that shows chat also needs a chunk with chat.
 */
export type Gate = "all" | "combinedRight" | "combinedRightNothingNot";

/** One stage of a protocol. */
export interface Stage {
  /** Question, body and gate: the one name that means the same in every protocol. */
  readonly name: `${QuestionName}.${Stage["body"]}.${Gate}`;
  /** The protocol's own number, which means something else in the next one. */
  readonly alias: `LLM${number}`;
  readonly question: QuestionName;
  readonly body: "combined" | "chat" | "none";
  readonly gate: Gate;
  /** Which sample of the arm stands for this stage. */
  readonly draw: 0 | 1;
  /** The answer folder of A, the stage code of B and C. */
  readonly code: string;
}

/**
 * The answering stages of a protocol, in its own numbering; LLM1 wrote the questions.
 *
 * | stage                           | A    | B, C | sample             |
 * |---------------------------------|------|------|--------------------|
 * | Q1.combined.all                 | LLM2 | LLM2 | first              |
 * | Q1.none.all                     |      | LLM3 | first              |
 * | Q1.chat.all                     | LLM3 |      | first              |
 * | Q1.chat.combinedRight           | LLM4 |      | first, as LLM3     |
 * | Q1.chat.combinedRightNothingNot |      | LLM4 | first              |
 * | Q1.none.combinedRightNothingNot |      | LLM5 | second (as LLM3)   |
 * | Q2.combined.all                 | LLM5 | LLM6 | first              |
 * | Q2.none.all                     |      | LLM7 | first              |
 * | Q2.chat.all                     | LLM6 |      | first              |
 * | Q2.chat.combinedRight           | LLM7 |      | first, as LLM6     |
 * | Q2.chat.combinedRightNothingNot |      | LLM8 | first              |
 * | Q2.none.combinedRightNothingNot |      | LLM9 | second (as LLM7)   |
 *
 * LLM3, LLM5, LLM6 and LLM7 name different arms in A and in B and C: use `name` as the key. A shows the written order,
 * B and C the historical permutation.
 */
export function protocolStages(protocol: Protocol): readonly Stage[] {
  return protocol === "A" ? stagesA : stagesBC;
}

/** The stage of a question with a given body and gate; throws RangeError where the protocol has none. */
export function findStage(protocol: Protocol, question: QuestionName, body: Stage["body"], gate: Gate): Stage {
  const stage = protocolStages(protocol).find((s) => s.name === `${question}.${body}.${gate}`);
  if (!stage) throw new RangeError(`protocol ${protocol} has no stage ${question}.${body}.${gate}`);
  return stage;
}

function stage(
  number: number,
  question: QuestionName,
  body: Stage["body"],
  gate: Gate,
  code: string,
  draw: 0 | 1 = 0,
): Stage {
  return { name: `${question}.${body}.${gate}`, alias: `LLM${number}`, question, body, gate, draw, code };
}

const stagesA: readonly Stage[] = [
  stage(2, "Q1", "combined", "all", "q1_combined"),
  stage(3, "Q1", "chat", "all", "q1_chat_uncond"),
  stage(4, "Q1", "chat", "combinedRight", "q1_chat_cond"),
  stage(5, "Q2", "combined", "all", "q2_combined"),
  stage(6, "Q2", "chat", "all", "q2_chat_uncond"),
  stage(7, "Q2", "chat", "combinedRight", "q2_chat_cond"),
];

const stagesBC: readonly Stage[] = [
  stage(2, "Q1", "combined", "all", "Q1_LLM2_combined"),
  stage(3, "Q1", "none", "all", "Q1_LLM3_nothing"),
  stage(4, "Q1", "chat", "combinedRightNothingNot", "Q1_LLM4_chat"),
  stage(5, "Q1", "none", "combinedRightNothingNot", "Q1_LLM5_nothing", 1),
  stage(6, "Q2", "combined", "all", "Q2_LLM6_combined"),
  stage(7, "Q2", "none", "all", "Q2_LLM7_nothing"),
  stage(8, "Q2", "chat", "combinedRightNothingNot", "Q2_LLM8_chat"),
  stage(9, "Q2", "none", "combinedRightNothingNot", "Q2_LLM9_nothing", 1),
];
