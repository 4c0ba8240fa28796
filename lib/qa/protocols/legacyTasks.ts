import { readLegacyCsv } from "./legacyCsv.ts";
import { legacyKey } from "./legacyKey.ts";
import type { LegacyShuffle } from "./legacySchemas.ts";
import { baseName, type LegacyTree, readJson } from "./legacyTree.ts";
import type { LogBC, TaskBC } from "./metricsBC.ts";
import { QuestionFile } from "./writtenPositions.ts";

/** What the tasks of a run are made of. */
interface TaskSources {
  readonly tree: LegacyTree;
  readonly protocol: "B" | "C";
  readonly selected: ReadonlySet<string>;
  readonly shuffles: ReadonlyMap<string, LegacyShuffle>;
  readonly questions: string;
}

/** The tasks of a run by the table of its chunks: two for each usable row, so that a repeated row repeats them. */
export async function tasksOfTable(sources: TaskSources, table: string): Promise<TaskBC[]> {
  const { tree, protocol, selected, shuffles, questions } = sources;
  const tasks: TaskBC[] = [];
  for (const row of await readLegacyCsv(tree, table)) {
    const liveId = row.id(protocol === "B" ? "live_id" : "vod_id") ?? "";
    if (!selected.has(liveId) || (protocol === "B" && row.text("status") !== "ok")) continue;
    const chunk = row.id("chunk_idx");
    const chunkIndex = chunk === null ? null : Number(chunk);
    const path = protocol === "B" ? row.text("mcq_full_path") : `${liveId}_${chunk ?? "None"}.json`;
    const file = path === null ? null : await readJson(tree, questions + baseName(path), QuestionFile);
    if (file?.questions.length !== 2) continue;
    const hasChat = row.text(protocol === "B" ? "chat_path" : "chatonly_path") !== null;
    for (const question of ["Q1", "Q2"] as const) {
      const shuffle = shuffles.get(legacyKey(liveId, chunkIndex, question));
      if (shuffle) tasks.push(taskOf(shuffle, hasChat));
    }
  }
  return tasks;
}

/** The tasks of a run by its shuffle records; a chunk has chat where a chat reply was logged, since nothing else says so. */
export function tasksOfShuffles(sources: TaskSources, logs: readonly LogBC[]): TaskBC[] {
  const withChat = new Set(logs.filter((log) => log.stage.endsWith("_chat")).map((log) => log.key));
  const shuffles = Array.from(sources.shuffles.values()).filter((shuffle) => sources.selected.has(shuffle.live_id));
  return shuffles.map((shuffle) => taskOf(shuffle, withChat.has(shuffle.key)));
}

function taskOf(shuffle: LegacyShuffle, hasChat: boolean): TaskBC {
  const { key, live_id: liveId, chunk_idx: chunkIndex, qname: question } = shuffle;
  const answers = { writtenAnswer: shuffle.orig_gt_index, shownAnswer: shuffle.new_gt_index };
  return { key, liveId, chunkIndex, question, hasChat, ...answers };
}
