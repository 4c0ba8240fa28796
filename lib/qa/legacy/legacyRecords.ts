import type { Answer, Platform, Question } from "#lib/records/index.ts";
import { LegacyShuffle } from "../protocols/legacySchemas.ts";
import { baseName, type LegacyTree, readJson, requireJson } from "../protocols/legacyTree.ts";
import { pythonInt } from "../protocols/pythonInt.ts";
import type { LegacyRunOptions } from "../protocols/readLegacyRun.ts";
import type { QuestionName } from "../protocols/stages.ts";
import type { LegacyReply } from "./legacyReplies.ts";
import { QuestionTexts } from "./questionTexts.ts";

/** A historical run in the project's own vocabulary. */
export interface LegacyRecords {
  readonly questions: Question[];
  /** Empty replies are no answers and are not here. */
  readonly answers: Answer[];
  /** Replies to questions that cannot be a question (no four texts, no right one among them) or whose file is gone. */
  readonly withoutQuestion: number;
}

interface Asked {
  readonly question: Question;
  /** Shown position to written index. */
  readonly order: readonly number[];
}

/**
 * The questions and answers of a run as records: the language is Japanese, the evidence is unknown, and the shown text is
 * not kept. A is read in the written order; B and C in the order of their shuffle records.
 *
 * @param replies one for each question and stage
 */
export async function legacyRecords(
  tree: LegacyTree,
  options: LegacyRunOptions,
  replies: readonly LegacyReply[],
  reader: string,
): Promise<LegacyRecords> {
  const platform: Platform = options.protocol === "C" ? "twitch" : "pococha";
  const asked =
    options.protocol === "A" ? await askedOfA(tree, options, platform) : await askedOfBC(tree, options, platform);
  const answers: Answer[] = [];
  let withoutQuestion = 0;
  for (const { stage, liveId, chunkIndex, outcome, choice, raw } of replies) {
    if (outcome === "failed") continue;
    const found = asked.get(nameOf(liveId, chunkIndex, stage.question));
    if (!found) {
      withoutQuestion++;
      continue;
    }
    answers.push({
      question: found.question.id,
      arm: stage.body,
      reader,
      order: found.order.slice(),
      // The conditional chat of A is the unconditional request once more.
      draw: options.protocol === "A" && stage.gate !== "all" ? 1 : stage.draw,
      status: outcome,
      ...(choice === null ? {} : { choice }),
      shown: "",
      ...(raw === null ? {} : { raw }),
    });
  }
  return { questions: [...asked.values()].map(({ question }) => question), answers, withoutQuestion };
}

async function askedOfA(
  tree: LegacyTree,
  { questions = "questions_" }: { questions?: string },
  platform: Platform,
): Promise<Map<string, Asked>> {
  const asked = new Map<string, Asked>();
  for await (const file of tree.list(`${questions}full/`)) {
    // The last underscore, since an id may have some of its own.
    const [, liveId, chunk] = /^(.+)_(\d+)\.json$/.exec(baseName(file)) ?? [];
    if (liveId === undefined) continue;
    const written = await readJson(tree, file, QuestionTexts);
    for (const [i, name] of (["Q1", "Q2"] as const).entries()) {
      const { question: stem, choices, answer_index } = written?.questions[i] ?? {};
      const answer = answer_index === undefined ? 0 : pythonInt(answer_index);
      const question = questionOf(
        { platform, liveId, chunkIndex: Number(chunk), name, protocol: "A" },
        stem,
        choices,
        answer,
      );
      if (question) asked.set(nameOf(liveId, Number(chunk), name), { question, order: [0, 1, 2, 3] });
    }
  }
  return asked;
}

async function askedOfBC(
  tree: LegacyTree,
  { protocol, run = "" }: { protocol: "B" | "C"; run?: string },
  platform: Platform,
): Promise<Map<string, Asked>> {
  const asked = new Map<string, Asked>();
  for await (const file of tree.list(`${run}shuffled/by_key/`)) {
    if (!file.endsWith(".json")) continue;
    const shuffle = await requireJson(tree, file, LegacyShuffle);
    const { live_id: liveId, chunk_idx: chunkIndex, qname: name, perm_new_to_old: order } = shuffle;
    const place = { platform, liveId, chunkIndex, name, protocol };
    const question = questionOf(place, shuffle.question, shuffle.orig_choices, shuffle.orig_gt_index);
    if (question) asked.set(nameOf(liveId, chunkIndex, name), { question, order });
  }
  return asked;
}

interface Place {
  platform: Platform;
  liveId: string;
  chunkIndex: number | null;
  name: QuestionName;
  protocol: string;
}

/** The record, or null where it cannot be one. Without the chunk, which the original lost for ids with an underscore, it cannot. */
function questionOf(place: Place, stem: unknown, choices: unknown, answer: number | null): Question | null {
  const { platform, liveId, chunkIndex, name, protocol } = place;
  const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
  if (!isText(stem) || !Array.isArray(choices) || choices.length !== 4 || !choices.every(isText)) return null;
  if (answer === null || answer < 0 || answer > 3 || chunkIndex === null) return null;
  const kind = name === "Q1" ? "topic" : "detail";
  return {
    id: `${platform}/${liveId}/${chunkIndex}/${kind}`,
    chunk: { video: { platform, id: liveId }, index: chunkIndex },
    kind,
    language: "ja",
    stem,
    choices,
    answer,
    evidence: [],
    distractorsFrom: choices.map(() => null),
    writer: { name: "legacy", version: protocol, seed: "" },
  };
}

const nameOf = (liveId: string, chunkIndex: number | null, question: QuestionName) =>
  JSON.stringify([liveId, chunkIndex, question]);
