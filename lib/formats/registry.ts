import { InputError } from "#lib/errors.ts";
import { chatDownloaderJson, chatDownloaderJsonl } from "./chatDownloader.ts";
import type { ChatFormat, Head, SpeechFormat } from "./contract.ts";
import { mappedChat } from "./mappedChat.ts";
import { mappedSpeech } from "./mappedSpeech.ts";
import { pocochaCsv } from "./pocochaCsv.ts";
import { rechatCsv } from "./rechatCsv.ts";
import { clockSpeechCsv, pocochaSpeechCsv, speechCsv } from "./speechCsv.ts";
import { srt } from "./srt.ts";
import { twitchChatDownloaderCsv } from "./twitchChatDownloaderCsv.ts";
import { twitchDownloaderJson } from "./twitchDownloaderJson.ts";
import { twitchDownloaderText } from "./twitchDownloaderText.ts";
import { twitchGql } from "./twitchGql.ts";
import { twitchIrc } from "./twitchIrc.ts";
import { vtt } from "./vtt.ts";
import { whisperCppJson } from "./whisperCppJson.ts";
import { whisperJson } from "./whisperJson.ts";
import { whisperTsv } from "./whisperTsv.ts";
import { wordCsv } from "./wordCsv.ts";
import { youtubeDataApi } from "./youtubeDataApi.ts";
import { youtubeJson3 } from "./youtubeJson3.ts";
import { youtubeLiveChat } from "./youtubeLiveChat.ts";
import { zoomChat } from "./zoomChat.ts";

/** Every format that can be read, the most particular first: the first that recognises a head reads the file. */
export const formats: readonly (ChatFormat | SpeechFormat)[] = [
  twitchGql,
  twitchDownloaderJson,
  youtubeLiveChat,
  youtubeDataApi,
  chatDownloaderJson,
  chatDownloaderJsonl,
  twitchChatDownloaderCsv,
  rechatCsv,
  pocochaCsv,
  zoomChat,
  twitchIrc,
  twitchDownloaderText,
  mappedChat,
  youtubeJson3,
  whisperCppJson,
  whisperJson,
  vtt,
  whisperTsv,
  pocochaSpeechCsv,
  clockSpeechCsv,
  wordCsv,
  speechCsv,
  srt,
  mappedSpeech,
];

/**
 * The format of a file by its content, or by the name that a person gave.
 *
 * @throws InputError when no format recognises the head, or none has the given name; the message lists the names.
 */
export function findFormat(head: Head, file: string, name?: string): ChatFormat | SpeechFormat {
  const found = formats.find((format) => (name === undefined ? format.recognise(head) : format.name === name));
  if (found) return found;
  const names = formats.map((format) => format.name).join(", ");
  if (name !== undefined) throw new InputError(`--format ${name}: there is no such format. Known formats: ${names}.`);
  if (head.text.trim() === "")
    throw new InputError(`${file}: expected a chat log or a transcript, found no text in it. Fetch it again.`);
  const start = JSON.stringify(head.text.slice(0, 80));
  throw new InputError(
    `${file}: expected a chat log or a transcript, found a file that starts with ${start} and fits no known format. ` +
      `Name its format with --format, or describe its columns with --map FILE. Known formats: ${names}.`,
  );
}
