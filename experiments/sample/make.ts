import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { InputError } from "#lib/errors.ts";
import { formats, type SpeechFormat } from "#lib/formats/index.ts";
import {
  type SimulatedStream,
  StreamSpec,
  simulateStream,
  writeLiveChatJson,
  writePocochaCsv,
  writeTwitchDownloaderJson,
} from "#lib/simulate/index.ts";

/** Makes the files of the sample in data/ of streams.yaml. Run it after a change of lib/simulate or its texts. */

const folder = import.meta.dirname;

const Sample = z.strictObject({
  seed: z.string(),
  streams: z.array(StreamSpec.extend({ speech: z.string() })).min(1),
});

/** A stream of the sample with the paths of its files, relative to this folder. */
export interface SampleStream extends SimulatedStream {
  chatFile: string;
  speechFile: string;
  speechFormat: SpeechFormat;
}

/** Simulates the streams of the sample, one after another. */
export function* sampleStreams(): Iterable<SampleStream> {
  const { seed, streams } = Sample.parse(parse(readFileSync(join(folder, "streams.yaml"), "utf8")));
  for (const { speech, ...spec } of streams) {
    const stream = simulateStream({ spec, seed });
    yield { ...stream, ...filesOf(spec, speech) };
  }
}

/** Every file of data/ by its path relative to this folder. */
export function makeSample(): Map<string, string> {
  const files = new Map<string, string>();
  for (const stream of sampleStreams()) {
    const { video, utterances, truth, chatFile, speechFile, speechFormat } = stream;
    files.set(chatFile, chatText(stream));
    files.set(speechFile, [...speechFormat.write!(utterances, { video: video.id })].join(""));
    files.set(`data/truth/${video.platform}-${video.id}.json`, `${JSON.stringify(truth, null, 1)}\n`);
  }
  return files;
}

function chatText({ video, messages }: SimulatedStream): string {
  const write =
    video.platform === "youtube"
      ? writeLiveChatJson
      : video.platform === "twitch"
        ? writeTwitchDownloaderJson
        : writePocochaCsv;
  return [...write(video, messages)].join("");
}

const endings: Readonly<Record<string, string>> = {
  "whisper-json": ".json",
  "youtube-json3": ".json3",
  srt: ".srt",
  "speech-csv-clock": ".csv",
};

function filesOf(spec: StreamSpec, speech: string): Pick<SampleStream, "chatFile" | "speechFile" | "speechFormat"> {
  const { platform, id } = spec;
  const format = formats.find((one): one is SpeechFormat => one.holds === "speech" && one.name === speech);
  if (!format?.write)
    throw new InputError(`streams.yaml, ${platform}/${id}: no speech format ${speech} can be written.`);
  const at = `data/${platform}/`;
  if (platform === "pococha")
    return { chatFile: `${at}comment_${id}.csv`, speechFile: `${at}speech_${id}.csv`, speechFormat: format };
  const chatFile = platform === "twitch" ? `${at}${id}_chat.json` : `${at}${id}.live_chat.json`;
  return { chatFile, speechFile: `${at}${id}${endings[speech] ?? ".txt"}`, speechFormat: format };
}

/** The table of the README: what was planted in each stream, and what came of it. */
export function plantedTable(): string {
  const rows = [...sampleStreams()].map(({ video, truth, messages, utterances }) => {
    const { spec, segments } = truth;
    const facts = segments.flatMap((segment) => segment.facts);
    const lags = facts.flatMap((fact) => fact.replies.map((reply) => reply.lagMs));
    const meanLag = lags.reduce((sum, lag) => sum + lag, 0) / lags.length / 1000;
    const cells = [
      `${video.platform}/${video.id}`,
      spec.language,
      spec.theme ?? "",
      spec.leak.toFixed(2),
      `${facts.filter((fact) => fact.leaked).length} of ${facts.length}`,
      `${spec.lagSeconds} ± ${spec.lagJitterSeconds}`,
      meanLag.toFixed(1),
      String(spec.chatPerMinute),
      String(messages.length),
      String(utterances.length),
      spec.wordErrorRate.toFixed(2),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const head = [
    ...["stream", "language", "theme", "leak", "facts leaked", "lag (s)", "mean lag (s)", "chat a minute"],
    ...["messages", "utterances", "word error rate"],
  ];
  return [`| ${head.join(" | ")} |`, `|${head.map((_, at) => (at < 3 ? "---" : "--:")).join("|")}|`, ...rows].join(
    "\n",
  );
}

if (process.argv[1] === import.meta.filename) {
  rmSync(join(folder, "data"), { recursive: true, force: true });
  for (const [path, text] of makeSample()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  process.stdout.write(`${plantedTable()}\n`);
}
