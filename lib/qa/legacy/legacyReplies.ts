import { z } from "zod";
import { type LegacyCsvRow, readLegacyCsv } from "../protocols/legacyCsv.ts";
import { LegacyLog } from "../protocols/legacySchemas.ts";
import { baseName, type LegacyTree, readJson, requireJson } from "../protocols/legacyTree.ts";
import { parseAnswerA, parseAnswerBC } from "../protocols/parseAnswer.ts";
import type { LegacyRunOptions } from "../protocols/readLegacyRun.ts";
import { recoverJson } from "../protocols/recoverJson.ts";
import { protocolStages, type Stage } from "../protocols/stages.ts";

/**
 * One reply of a historical run. `failed` is the empty text that a swallowed error or a block left behind: no answer at all,
 * though the run kept it as one (specification D1). `choice` is the position as shown.
 */
export interface LegacyReply {
  readonly stage: Stage;
  readonly liveId: string;
  readonly chunkIndex: number | null;
  readonly outcome: "answered" | "invalid" | "failed";
  readonly choice: number | null;
  readonly correct: 0 | 1 | null;
  /** Where the reply is kept; null where only the log knows of it. */
  readonly file: string | null;
  readonly raw: string | null;
}

/** The replies of a run, one for each question and stage: of a chunk that a resume of A logged again, the last row counts. */
export function legacyReplies(tree: LegacyTree, options: LegacyRunOptions): AsyncIterable<LegacyReply> {
  return options.protocol === "A" ? repliesOfA(tree, options) : repliesOfBC(tree, options);
}

async function* repliesOfA(
  tree: LegacyTree,
  { log = "run_logs/adopted_chunks_top100.csv", answers = "answers_" }: { log?: string; answers?: string },
): AsyncIterable<LegacyReply> {
  const last = new Map<string, LegacyCsvRow>();
  for (const row of await readLegacyCsv(tree, log))
    last.set(JSON.stringify([row.id("live_id"), row.id("chunk_idx")]), row);
  for (const row of last.values())
    for (const stage of protocolStages("A")) {
      const path = row.text(`ans_${stage.code}_path`);
      if (path === null) continue;
      const [q, arm] = [stage.question === "Q1" ? "q1" : "q2", stage.code.slice(3)];
      const file = `${answers}${stage.code}/${baseName(path)}`;
      const saved = await readJson(tree, file, z.unknown());
      const logged = row.number(`${q}_pred_${arm}`);
      const answer = saved === null ? null : parseAnswerA(saved, stage.question);
      const choice = answer === null ? logged : answer.choice;
      const isValid = answer === null ? choice !== null && choice >= 0 && choice <= 3 : answer.outcome === "valid";
      const chunk = row.id("chunk_idx");
      yield {
        stage,
        liveId: row.id("live_id") ?? "",
        chunkIndex: chunk === null ? null : Number(chunk),
        outcome: isValid ? "answered" : isEmptyReply(saved) ? "failed" : "invalid",
        choice: isValid ? choice : null,
        correct: isValid ? (choice === row.number(`${q}_gt`) ? 1 : 0) : null,
        file: saved === null ? null : file,
        raw: saved === null ? null : JSON.stringify(saved),
      };
    }
}

async function* repliesOfBC(
  tree: LegacyTree,
  { protocol, run = "" }: { protocol: "B" | "C"; run?: string },
): AsyncIterable<LegacyReply> {
  for (const stage of protocolStages(protocol))
    for await (const file of tree.list(`${run}logs/${stage.code}/by_key/`)) {
      if (!file.endsWith(".json")) continue;
      const log = await requireJson(tree, file, LegacyLog);
      const raw = log.raw_response ?? null;
      const choice = raw === null ? log.pred_index : parseAnswerBC(recoverJson(raw, protocol), stage.question).choice;
      yield {
        stage,
        liveId: log.live_id,
        chunkIndex: log.chunk_idx,
        outcome: choice !== null ? "answered" : raw?.trim() === "" ? "failed" : "invalid",
        choice,
        correct: choice === null ? null : choice === log.new_gt_index ? 1 : 0,
        file,
        raw,
      };
    }
}

const EmptyReply = z.strictObject({ raw_text: z.string().regex(/^\s*$/) });

/** What A saved of an empty text. */
function isEmptyReply(saved: unknown): boolean {
  return EmptyReply.safeParse(saved).success;
}
