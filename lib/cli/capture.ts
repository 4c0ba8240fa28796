import { hostname } from "node:os";
import { type Command, InvalidArgumentError } from "commander";
import {
  askLiveStream,
  type Basis,
  type BegunCapture,
  captureStream,
  collectLiveAudio,
  collectLiveChat,
  connectTwitchIrc,
  defaultPrograms,
  dropCapture,
  listCaptures,
  noteCapture,
  requireBasis,
  termsOf,
  twitchIrc,
} from "#lib/collect/index.ts";
import { type Corpus, isTakenDown, openCorpus, readPseudonymKey } from "#lib/corpus/index.ts";
import { seededRandom, stopOnSignal, systemSleep } from "#lib/effects/index.ts";
import { InputError, PermanentError, TransientError } from "#lib/errors.ts";
import { captureText, type Published } from "./captureText.ts";
import { corpusOption, openCorpusStore } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";
import { wholeOption } from "./wholeOption.ts";

interface CaptureFlags {
  basis?: string;
  retentionDays?: number;
  corpus: string;
  key?: string;
  chatServer: { host: string; port: number };
  ytDlp: string;
  ffmpeg: string;
  ffprobe: string;
  json?: true;
}

/** Adds `livecorpus capture`: chat and audio of a stream while it runs. */
export function addCapture(program: Command, effects: Effects): void {
  program
    .command("capture")
    .description("Capture chat and audio of a stream while it runs; Ctrl-C ends it and keeps what was captured.")
    .argument("<platform>", "twitch", platformOf)
    .argument("<channel>", "the channel's name, as its address has it")
    .option("--basis <basis>", "on what ground: own, permission, research-programme or import")
    .option("--retention-days <n>", "how long raw sources are kept (what the platform's terms say)", wholeOption(0))
    .option(corpusOption[0], "where the corpus is or shall be: a folder, or gs://bucket/prefix", corpusOption[2])
    .option("--key <file>", "the pseudonym key (else $LIVECORPUS_KEY_FILE, else one in your home folder)")
    .option("--chat-server <host:port>", "where the chat is served over TLS", serverOf, twitchIrc)
    .option("--yt-dlp <path>", "the program yt-dlp", defaultPrograms.ytDlp)
    .option("--ffmpeg <path>", "the program ffmpeg", defaultPrograms.ffmpeg)
    .option("--ffprobe <path>", "the program ffprobe", defaultPrograms.ffprobe)
    .option("--json", "print one line of JSON for each stream")
    .addHelpText(
      "after",
      `
It runs until the stream is over. Killed and started again it goes on with the same stream; what nobody heard meanwhile is on
record, and the audio has silence in its place. What a killed capture left of a stream that is over is published first.

Example:
  livecorpus capture twitch some_channel --basis permission`,
    )
    .action((_platform: string, channel: string, flags: CaptureFlags) => runCapture(channel, flags, effects));
}

async function runCapture(channel: string, flags: CaptureFlags, effects: Effects): Promise<void> {
  const { clock, stdout, stderr, randomBytes, env } = effects;
  const basis = requireBasis(flags.basis);
  const retentionDays = flags.retentionDays ?? termsOf.twitch.retentionDays;
  if (!/^[a-z0-9_]{1,25}$/.test(channel))
    throw new InputError(
      `Expected the name of a Twitch channel as its address has it (small letters, digits, _), found ${JSON.stringify(channel)}.`,
    );
  const key = await readPseudonymKey({ file: flags.key, env, randomBytes, outside: flags.corpus });
  const corpus = await openCorpus(openCorpusStore(flags.corpus, effects), { create: true, key });
  const worker = `${hostname()}.${process.pid}.${Buffer.from(randomBytes(4)).toString("hex")}`;
  const sleep = effects.sleep ?? systemSleep;
  const world = { clock, sleep, env, random: seededRandom(worker) };
  const stop = stopOnSignal(process);
  const url = `https://www.twitch.tv/${channel}`;
  const tools = { programs: flags, effects: world };
  const stream = await askLiveStream({ url, name: channel }, { ...tools, signal: stop });
  const video = stream && { platform: "twitch" as const, id: stream.id };
  // Once Ctrl-C has ended the capture, what was captured is still to be published.
  const publish = async (begun: BegunCapture) => {
    const published = await publishCapture(corpus, begun, { ...tools, basis, retentionDays, worker, clock });
    stdout.write(flags.json ? `${JSON.stringify(published)}\n` : captureText(published));
  };
  const failures: unknown[] = [];
  for (const begun of await listCaptures(corpus, channel))
    if (begun.video.id !== video?.id) await publish(begun).catch((error) => failures.push(error));
  if (failures.length > 0 && !stream) throw failures[0];
  if (!stream || !video)
    throw new TransientError(`There is no running stream of ${channel} on Twitch. Start again when there is.`);
  if (await isTakenDown(corpus, video))
    throw new PermanentError(`The video twitch ${video.id} was taken down: nothing of it is captured.`);
  const begun = { video, channel, stream };
  await noteCapture(corpus, begun);
  stderr.write(`Capturing ${channel}, stream ${stream.id}, since ${stream.startedAt}. Ctrl-C ends it.\n`);
  const ended = await captureStream(corpus, video, {
    ...{ channel, url, stream, ...tools, signal: stop },
    connect: () => connectTwitchIrc(flags.chatServer),
    tell: (trouble) => stderr.write(`${trouble}\n`),
  });
  await publish(begun);
  if (ended.length + failures.length > 0) throw [...ended, ...failures][0];
}

type PublishTools = {
  programs: CaptureFlags;
  effects: Parameters<typeof collectLiveAudio>[2]["effects"];
  basis: Basis;
  retentionDays: number | null;
  worker: string;
  clock: Effects["clock"];
};

/** Publishes chat and audio, each where there is some; the note of the capture goes when that is done. */
async function publishCapture(corpus: Corpus, begun: BegunCapture, tools: PublishTools): Promise<Published> {
  const { video, stream } = begun;
  const run = { ...tools, attempt: 1 };
  const chatDone = collectLiveChat(corpus, video, { ...run, startedAt: stream.startedAt });
  const [chat] = await Promise.allSettled([chatDone]);
  const signal = new AbortController().signal;
  const audio = await collectLiveAudio(corpus, video, { ...run, stream, signal });
  if (chat.status === "rejected") throw chat.reason;
  await dropCapture(corpus, video);
  return { video, chat: chat.value, audio };
}

function platformOf(text: string): string {
  if (text === "twitch") return text;
  throw new InvalidArgumentError("expected twitch.");
}

function serverOf(text: string): { host: string; port: number } {
  const [, host, port] = /^([A-Za-z0-9.-]+):(\d{1,5})$/.exec(text) ?? [];
  if (host && Number(port) > 0 && Number(port) < 65_536) return { host, port: Number(port) };
  throw new InvalidArgumentError("expected host:port, e.g. irc.chat.twitch.tv:6697.");
}
