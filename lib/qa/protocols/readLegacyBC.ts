import type { z } from "zod";
import { readLogs } from "./legacyLogs.ts";
import { LegacyManifest, LegacySelection } from "./legacySchemas.ts";
import { readShuffles } from "./legacyShuffles.ts";
import { tasksOfShuffles, tasksOfTable } from "./legacyTasks.ts";
import { type LegacyTree, requireJson } from "./legacyTree.ts";
import type { LogBC, TaskBC } from "./metricsBC.ts";
import { type MetricsB, type MetricsC, metricsB, metricsC, type RunBC } from "./metricsRun.ts";
import { QuestionFile, writtenPositions } from "./writtenPositions.ts";

/** Where the parts of a run of B or C lie in the tree. */
export interface LegacyLayoutBC {
  /** Before every name of the run, such as `runs/label/`. @default "" */
  readonly run?: string;
  /**
   * The table that says which chunks are asked and which have chat: A's `adopted_chunks_top100.csv` for B, the pairs table
   * for C. Without it the tasks are the shuffle records, and a chunk has chat where a chat reply was logged.
   */
  readonly tasks?: string;
  /** Before the names of the question files: A's, for B. @default "questions_full/" for B, the run's "questions/full/" for C */
  readonly questions?: string;
  /** For `generated_at`: local time to the second without an offset. */
  readonly generatedAt: string;
}

/** A run of B or C as it was recorded, its metrics, and where its own files say otherwise. */
export interface LegacyRunBC<Metrics> {
  readonly logs: readonly LogBC[];
  readonly tasks: readonly TaskBC[];
  readonly metrics: Metrics;
  /** Differences between logs, raw replies and shuffle records, one sentence each. */
  readonly disagreements: readonly string[];
}

/**
 * Reads a run of protocol B: its metrics, and every raw reply read again by B's ladder.
 *
 * @throws InputError where a file is missing or not of its shape
 */
export async function readLegacyB(tree: LegacyTree, layout: LegacyLayoutBC): Promise<LegacyRunBC<MetricsB>> {
  const { run, disagreements } = await load(tree, "B", layout);
  return { logs: run.logs, tasks: run.tasks, metrics: metricsB(run), disagreements };
}

/**
 * Reads a run of protocol C: its metrics, and every raw reply read again by C's ladder.
 *
 * @throws InputError where a file is missing or not of its shape
 */
export async function readLegacyC(tree: LegacyTree, layout: LegacyLayoutBC): Promise<LegacyRunBC<MetricsC>> {
  const { run, disagreements, questions, shuffles } = await load(tree, "C", layout);
  const files: z.infer<typeof QuestionFile>[] = [];
  for await (const name of tree.list(questions))
    if (name.endsWith(".json")) files.push(await requireJson(tree, name, QuestionFile));
  const after = (question: "Q1" | "Q2") =>
    Array.from(shuffles.values()).flatMap((s) => (s.qname === question ? [s.new_gt_index] : []));
  const metrics = metricsC(run, writtenPositions(files), { Q1: after("Q1"), Q2: after("Q2") });
  return { logs: run.logs, tasks: run.tasks, metrics, disagreements };
}

async function load(tree: LegacyTree, protocol: "B" | "C", layout: LegacyLayoutBC) {
  const folder = layout.run ?? "";
  const questions = layout.questions ?? (protocol === "B" ? "questions_full/" : `${folder}questions/full/`);
  const manifest = await requireJson(tree, `${folder}manifest.json`, LegacyManifest);
  const selection = await requireJson(tree, `${folder}selected_live_ids.json`, LegacySelection);
  const logged = await readLogs(tree, protocol, folder);
  const shuffled = await readShuffles(tree, folder, manifest.rng_seed_base);
  const selected = new Set(selection.live_ids);
  const sources = { tree, protocol, selected, questions, shuffles: shuffled.shuffles };
  const run: RunBC = {
    label: manifest.run_label,
    source: (protocol === "B" ? manifest.run_tag : manifest.run_id) ?? "",
    liveCount: selection.live_ids.length,
    generatedAt: layout.generatedAt,
    logs: logged.logs,
    tasks:
      layout.tasks === undefined ? tasksOfShuffles(sources, logged.logs) : await tasksOfTable(sources, layout.tasks),
  };
  const disagreements = [...logged.disagreements, ...shuffled.disagreements];
  return { run, disagreements, questions, shuffles: shuffled.shuffles };
}
