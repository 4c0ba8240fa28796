import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCorpus } from "#lib/corpus/index.ts";
import { fixedClock, silentProgress } from "#lib/effects/index.ts";
import { line } from "#lib/line/index.ts";
import { parseStudy } from "#lib/qa/index.ts";
import type { ChatMessage } from "#lib/records/index.ts";
import { type SimulatedStream, type StreamSpecInput, simulateStream } from "#lib/simulate/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { collectResults } from "../../experiments/collectResults.ts";
import { publishStream, type Stream } from "../../experiments/publishStream.ts";
import type { CorpusLaboratory, StudyResults } from "../../experiments/studyResults.ts";

const study = `
name: small
title: Small
corpus: corpus
seed: small 1
readers: [bm25, oracle]
arms: [chat, combined, none, otherChunkChat]
primary: { reader: bm25, arm: chat, against: [none, otherChunkChat] }
`;

/** A simulated stream as its records would be after an import, with names in the place of pseudonyms. */
export function recordsOf({ video, messages, utterances }: SimulatedStream): Stream {
  const chat = messages.map(
    ({ index, author, ...rest }): ChatMessage => ({
      ...rest,
      author: author.name,
      origin: { file: "chat", index },
    }),
  );
  return { video, messages: chat, utterances };
}

/** Four simulated streams of forty minutes in English with a lag of 8 s, cut, written and asked. */
export async function scratchLaboratory(change: (stream: Stream) => Stream = (stream) => stream): Promise<{
  results: StudyResults;
  laboratory: CorpusLaboratory;
  end(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), "livecorpus-laboratory-"));
  const corpus = await openCorpus(openDirectoryStore(join(folder, "corpus")), { create: true, key: Buffer.alloc(32) });
  const clock = fixedClock("2026-01-01T00:00:00Z");
  const spec: Omit<StreamSpecInput, "id"> = {
    platform: "twitch",
    language: "en",
    segments: 4,
    leak: 0.4,
    lagSeconds: 8,
    lagJitterSeconds: 1,
    chatPerMinute: 10,
  };
  for (const id of ["1", "2", "3", "4"])
    await publishStream(corpus, change(recordsOf(simulateStream({ spec: { ...spec, id }, seed: "small" }))), clock);
  const context = { study: parseStudy(study, "small"), folder, corpus, clock, progress: silentProgress };
  for (const step of line) await step.run(context);
  let folders = 0;
  return {
    results: await collectResults(context),
    laboratory: {
      clock,
      line: context,
      makeFolder: async () => mkdtemp(join(folder, `run-${folders++}-`)),
    },
    end: () => rm(folder, { recursive: true }),
  };
}

/** The rows of an experiment's CSV as objects of texts. */
export function rowsOf(
  artefacts: readonly { path: string; text: string }[],
  path = "table.csv",
): Record<string, string>[] {
  const [header, ...lines] = artefacts
    .find((file) => file.path === path)!
    .text.trim()
    .split("\n")
    .map((line) => line.split(","));
  return lines.map((cells) => Object.fromEntries(header!.map((name, i) => [name, cells[i] ?? ""])));
}
