import { z } from "zod";
import { InputError } from "#lib/errors.ts";
import { LegacyManifest } from "../protocols/legacySchemas.ts";
import { baseName, type LegacyTree, requireJson } from "../protocols/legacyTree.ts";
import type { LegacyRunOptions } from "../protocols/readLegacyRun.ts";

/** A run that lies in a tree: how to read it, and the names of its files. */
export interface FoundRun {
  /** The folder of the run as a person names it; "." where it is the tree itself. */
  readonly name: string;
  readonly options: LegacyRunOptions;
  readonly files: readonly string[];
  /** The metrics that the run wrote of itself; null where it has none. */
  readonly metrics: string | null;
}

const logName = "adopted_chunks_top100.csv";
/** What the original called the metrics of a run of A, on a disk and in a bucket. */
const metricsFiles = ["metrics.json", "metrics_top100.json"];
const answerFile = /^(.*?)q[12]_(?:combined|chat_uncond|chat_cond)\/[^/]+\.json$/;
const questionFile = /^(.*?)full\/[^/]+\.json$/;
const Times = z.looseObject({ generated_at: z.string() });

/**
 * Finds the run of a historical protocol in a tree, on a disk or as it lay in a bucket: A by its log, B and C by the
 * manifest beside their selection. B takes its tasks and questions from the run of A in the same tree.
 *
 * @param wanted the name of the run, where the tree has several
 * @throws InputError where there is no run, or several and none is named
 * @example
 * const { options } = await findLegacyRun(await openStore("gs://bucket/llmqa_runs", effects));
 */
export async function findLegacyRun(tree: LegacyTree, wanted?: string): Promise<FoundRun> {
  const names: string[] = [];
  for await (const name of tree.list("")) names.push(name);
  const known = new Set(names);
  const runs = names
    .filter((name) => baseName(name) === "manifest.json")
    .map((name) => name.slice(0, -"manifest.json".length))
    .filter((folder) => known.has(`${folder}selected_live_ids.json`));
  const outside = names.filter((name) => !runs.some((run) => run !== "" && name.startsWith(run)));
  const logs = outside.filter((name) => baseName(name) === logName);
  const candidates = [
    ...runs.map((run) => ({ name: folderName(run), run })),
    ...logs.map((log) => ({ name: log, log })),
  ];
  // A log of A lies below each run of B, whose tasks it lists: where both are there, B is what the folder is about.
  const usual = runs.length === 1 ? candidates.slice(0, 1) : candidates;
  const chosen = wanted === undefined ? usual : candidates.filter(({ name }) => name === folderName(wanted));
  const one = chosen[0];
  if (!one)
    throw new InputError(
      `${tree.location}: expected ${wanted === undefined ? `${logName} (protocol A), or manifest.json beside selected_live_ids.json (B, C)` : `a run named ${wanted}`}, ` +
        `found ${candidates.length === 0 ? "neither" : candidates.map(({ name }) => name).join(", ")}. Give the folder of a whole run.`,
    );
  if (chosen.length > 1)
    throw new InputError(
      `${tree.location}: found ${chosen.length} runs. Name one with --run: ${chosen.map(({ name }) => name).join(", ")}.`,
    );
  return "log" in one ? runOfA(tree, outside, one.log) : runOfBC(tree, names, outside, one.run, logs[0]);
}

function runOfA(tree: LegacyTree, names: readonly string[], log: string): FoundRun {
  const answers = onlyPrefix(tree, names, answerFile, "answers");
  const questions = onlyPrefix(tree, names, questionFile, "questions");
  const folder = log.slice(0, -logName.length);
  const isMetrics = (name: string) => name.startsWith(folder) && metricsFiles.includes(name.slice(folder.length));
  const files = names.filter(
    (name) => name === log || isMetrics(name) || answerFile.test(name) || questionFile.test(name),
  );
  const options = { protocol: "A" as const, log, ...(answers === null ? {} : { answers }) };
  const metrics = files.find(isMetrics) ?? null;
  return { name: log, options: { ...options, ...(questions === null ? {} : { questions }) }, files, metrics };
}

async function runOfBC(
  tree: LegacyTree,
  names: readonly string[],
  outside: readonly string[],
  run: string,
  logOfA: string | undefined,
): Promise<FoundRun> {
  const manifest = await requireJson(tree, `${run}manifest.json`, LegacyManifest);
  const protocol = manifest.run_tag === undefined ? "C" : "B";
  const pairs = names.find((name) => baseName(name) === `llmqa_pairs_${manifest.run_id}.csv`);
  const tasks = protocol === "B" ? logOfA : pairs;
  const full = protocol === "B" ? onlyPrefix(tree, outside, questionFile, "questions") : null;
  const metrics = names.find((name) => name === `${run}metrics.json`) ?? null;
  const times = metrics === null ? null : await requireJson(tree, metrics, Times);
  const files = names.filter(
    (name) => name.startsWith(run) || name === tasks || (protocol === "B" && questionFile.test(name)),
  );
  return {
    name: folderName(run),
    options: {
      protocol,
      run,
      generatedAt: times?.generated_at ?? String(manifest.created_at ?? ""),
      ...(tasks === undefined ? {} : { tasks }),
      ...(full === null ? {} : { questions: `${full}full/` }),
    },
    files,
    metrics,
  };
}

/** What stands before the part that the pattern names, the same for all files; null where there is none. */
function onlyPrefix(tree: LegacyTree, names: readonly string[], pattern: RegExp, what: string): string | null {
  const found = [...new Set(names.flatMap((name) => pattern.exec(name)?.[1] ?? []))];
  if (found.length > 1)
    throw new InputError(
      `${tree.location}: expected the ${what} of one run of A, found ${found.join(" and ")}. Give the folder of one run.`,
    );
  return found[0] ?? null;
}

const folderName = (run: string) => run.replace(/\/+$/, "") || ".";
