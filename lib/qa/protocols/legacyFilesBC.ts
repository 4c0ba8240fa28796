import { historicalPermutation } from "../order/historicalPermutation.ts";
import { fullQuestions, type LegacyFile, legacyJson, publicQuestions } from "./legacyFilesA.ts";
import { legacyKey } from "./legacyKey.ts";
import { type MetricsB, type MetricsC, metricsB, metricsC, type RunBC } from "./metricsRun.ts";
import { protocolStages } from "./stages.ts";
import type { StudyItem } from "./studyItems.ts";
import type { ViewBC } from "./viewBC.ts";

/** What a run says of itself. */
export type RunNames = Pick<RunBC, "label" | "source" | "generatedAt"> & {
  /** The reader, as `model_name`. */
  readonly reader: string;
};

/** What the original called the bodies, in its own language. */
const sourceLabels = {
  combined: "配信ログ本文（チャットと音声の書き起こし）",
  chat: "チャット本文",
  none: "問題文のみ",
} as const;

/**
 * A study's metrics as protocol B or C wrote them.
 *
 * @example
 * metricsOfView(viewBC("B", study), { label: "run", source: "run_1050", generatedAt: "2024-09-17T12:00:00" });
 */
export function metricsOfView(
  view: ViewBC,
  names: Pick<RunNames, "label" | "source" | "generatedAt">,
): MetricsB | MetricsC {
  const run: RunBC = { ...names, liveCount: livesOf(view).length, logs: view.logs, tasks: view.tasks };
  if (view.protocol === "B") return metricsB(run);
  const positions = (which: "writtenAnswer" | "shownAnswer") => {
    const of = (question: "Q1" | "Q2") =>
      view.tasks.filter((task) => task.question === question).map((task) => task[which]);
    return { Q1: of("Q1"), Q2: of("Q2") };
  };
  return metricsC(run, positions("writtenAnswer"), positions("shownAnswer"));
}

/**
 * A study in the layout of protocol B or C: manifest, selection, shuffle records, logs and metrics; for C also the
 * question files. Prompts are not part of a study's answers, so `prompt_sent` is empty.
 *
 * @example
 * for (const { name, text } of legacyFilesBC(view, names)) await store.put(name, new TextEncoder().encode(text));
 */
export function* legacyFilesBC(view: ViewBC, names: RunNames): Iterable<LegacyFile> {
  const lives = livesOf(view);
  const manifest = {
    run_label: names.label,
    ...(view.protocol === "B" ? { run_tag: names.source } : { run_id: names.source }),
    num_live_requested: lives.length,
    rng_seed_base: 20240917,
    model_name: names.reader,
    temperature: 0,
    created_at: names.generatedAt,
  };
  yield { name: "manifest.json", text: legacyJson(manifest) };
  yield { name: "selected_live_ids.json", text: legacyJson({ live_ids: lives }) };
  const shuffles = new Map(
    view.items.flatMap((item) => [shuffleOf(item, "Q1"), shuffleOf(item, "Q2")].map((s) => [s.key, s])),
  );
  for (const item of view.items) {
    if (view.protocol === "B") break;
    const file = `${item.liveId}_${item.chunkIndex}.json`;
    yield { name: `questions/full/${file}`, text: legacyJson(fullQuestions(item.Q1, item.Q2)) };
    yield { name: `questions/public/${file}`, text: legacyJson(publicQuestions(item.Q1, item.Q2)) };
  }
  for (const [key, shuffle] of shuffles) yield { name: `shuffled/by_key/${key}.json`, text: legacyJson(shuffle) };
  const stages = new Map(protocolStages(view.protocol).map((stage) => [stage.code, stage]));
  for (const { stage, key, liveId, chunkIndex, question, choice, correct, invalidFormat, reply } of view.logs) {
    const shuffle = shuffles.get(key)!;
    const body = stages.get(stage)!.body;
    const log = {
      ...{ key, stage, live_id: liveId, chunk_idx: chunkIndex, qname: question },
      source_label: sourceLabels[body],
      include_body: body !== "none",
      question: shuffle.question,
      choices: shuffle.new_choices,
      ...(view.protocol === "B" ? { orig_gt_index: shuffle.orig_gt_index } : {}),
      new_gt_index: shuffle.new_gt_index,
      pred_index: choice,
      invalid_format: invalidFormat,
      correct,
      prompt_sent: "",
      raw_response: reply.raw,
      ts: names.generatedAt,
    };
    yield { name: `logs/${stage}/by_key/${key}.json`, text: legacyJson(log) };
  }
  yield { name: "metrics.json", text: legacyJson(metricsOfView(view, names)) };
}

function livesOf(view: ViewBC): string[] {
  return Array.from(new Set(view.items.map((item) => item.liveId)));
}

function shuffleOf(item: StudyItem, question: "Q1" | "Q2") {
  const { liveId, chunkIndex } = item;
  const { stem, choices, answer } = item[question];
  const order = historicalPermutation(liveId, chunkIndex, question);
  return {
    key: legacyKey(liveId, chunkIndex, question),
    live_id: liveId,
    chunk_idx: chunkIndex,
    qname: question,
    question: stem,
    orig_choices: choices,
    new_choices: order.map((old) => choices[old]),
    orig_gt_index: answer,
    new_gt_index: order.indexOf(answer),
    perm_new_to_old: order,
  };
}
