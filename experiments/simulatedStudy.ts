import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { openCorpus } from "#lib/corpus/index.ts";
import { silentProgress } from "#lib/effects/index.ts";
import { formats, type SpeechFormat } from "#lib/formats/index.ts";
import { line } from "#lib/line/index.ts";
import { Study } from "#lib/records/index.ts";
import {
  type SimulatedStream,
  writeLiveChatJson,
  writePocochaCsv,
  writeTwitchDownloaderJson,
} from "#lib/simulate/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { collectResults } from "./collectResults.ts";
import type { Laboratory, StudyResults } from "./studyResults.ts";

/** A study of simulated streams. */
export interface SimulatedStudyOptions extends Pick<Study, "name" | "readers" | "arms" | "chunk" | "seed"> {
  streams: Iterable<SimulatedStream>;
}

/**
 * Sends simulated streams through the whole line: their files are written as the platforms' tools write them, imported into
 * a new corpus, chunked, and asked of readers.
 */
export async function runSimulatedStudy(
  laboratory: Laboratory,
  { streams, ...plan }: SimulatedStudyOptions,
): Promise<StudyResults> {
  const folder = await laboratory.makeFolder();
  const sources = [];
  for (const stream of streams) {
    const { platform, id, language, startedAt } = stream.video;
    const files = filesOf(stream);
    for (const { path, text } of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    sources.push({ platform, id, language, start: startedAt, files: files.map(({ path }) => path) });
  }
  const [arm, ...against] = plan.arms;
  const study = Study.parse({
    ...plan,
    title: `Simulated streams, ${plan.name}`,
    corpus: "corpus",
    sources,
    primary: { reader: plan.readers[0], arm, against },
    gates: { minCombinedChars: 0 },
  });
  // Nobody is behind these authors, so that the key need not be secret.
  const key = new Uint8Array(32).fill(1);
  const corpus = await openCorpus(openDirectoryStore(join(folder, "corpus")), { create: true, key });
  const context = { study, folder, corpus, clock: laboratory.clock, progress: silentProgress };
  for (const step of line) await step.run(context);
  return collectResults(context);
}

interface SourceFile {
  path: string;
  text: string;
}

/** Chat and speech of a stream in formats that its platform is found in. */
function filesOf({ video, messages, utterances }: SimulatedStream): SourceFile[] {
  const { platform, id } = video;
  const write =
    platform === "youtube" ? writeLiveChatJson : platform === "twitch" ? writeTwitchDownloaderJson : writePocochaCsv;
  const chat = platform === "youtube" ? "live_chat.json" : platform === "twitch" ? "chat.json" : "comments.csv";
  const [speech, ending] = platform === "pococha" ? ["speech-csv-clock", "csv"] : ["whisper-json", "json"];
  const format = formats.find((one): one is SpeechFormat => one.holds === "speech" && one.name === speech)!;
  return [
    { path: `data/${platform}/${id}.${chat}`, text: [...write(video, messages)].join("") },
    { path: `data/${platform}/${id}.speech.${ending}`, text: [...format.write!(utterances, { video: id })].join("") },
  ];
}
