import { LegacyLog } from "./legacySchemas.ts";
import { type LegacyTree, requireJson } from "./legacyTree.ts";
import type { LogBC } from "./metricsBC.ts";
import { parseAnswerBC } from "./parseAnswer.ts";
import { recoverJson } from "./recoverJson.ts";
import { protocolStages } from "./stages.ts";

/** Every log of a run of B or C, and where its raw reply, read again by the ladder, says otherwise. */
export async function readLogs(
  tree: LegacyTree,
  protocol: "B" | "C",
  run: string,
): Promise<{ logs: LogBC[]; disagreements: string[] }> {
  const logs: LogBC[] = [];
  const disagreements: string[] = [];
  for (const { code } of protocolStages(protocol))
    for await (const name of tree.list(`${run}logs/${code}/by_key/`)) {
      if (!name.endsWith(".json")) continue;
      const log = await requireJson(tree, name, LegacyLog);
      const { key, live_id: liveId, chunk_idx: chunkIndex, qname: question, correct } = log;
      logs.push({
        ...{ stage: code, key, liveId, chunkIndex, question, correct },
        choice: log.pred_index,
        invalidFormat: log.invalid_format,
      });
      const compare = (what: string, recorded: number | null, read: number | null) => {
        if (recorded !== read) disagreements.push(`${name}: the log says ${what} ${recorded}, its reply ${read}`);
      };
      const reply =
        log.raw_response === undefined ? null : parseAnswerBC(recoverJson(log.raw_response, protocol), question);
      if (reply) {
        compare("pred_index", log.pred_index, reply.choice);
        compare("invalid_format", log.invalid_format, reply.invalidFormat);
      }
      compare("correct", correct, log.pred_index === null ? null : Number(log.pred_index === log.new_gt_index));
    }
  return { logs, disagreements };
}
