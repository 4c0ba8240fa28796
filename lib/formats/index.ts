export { chatDownloaderJson, chatDownloaderJsonl } from "./chatDownloader.ts";
export { chunkTextName, readChunkText, readChunkTextName, type TextLine, writeChunkText } from "./chunkText.ts";
export {
  type ByteStream,
  type ChatFormat,
  type ColumnMapping,
  count,
  type Head,
  type RawMessage,
  type RawUtterance,
  type ReadOptions,
  type ReadReport,
  type SpeechFormat,
} from "./contract.ts";
export { csvLine } from "./csvLine.ts";
export { type IrcLine, parseIrcLine } from "./ircLine.ts";
export { mappedChat } from "./mappedChat.ts";
export { mappedSpeech } from "./mappedSpeech.ts";
export { openBytes } from "./openBytes.ts";
export { type PairRow, readPairsCsv, writePairsCsv } from "./pairsCsv.ts";
export { parseColumnMapping } from "./parseColumnMapping.ts";
export { type Money, parseMoney } from "./parseMoney.ts";
export { parseRates, type Rate, type Rates } from "./parseRates.ts";
export { pocochaCsv } from "./pocochaCsv.ts";
export { readHead } from "./readHead.ts";
export { rechatCsv } from "./rechatCsv.ts";
export { findFormat, formats } from "./registry.ts";
export { clockSpeechCsv, pocochaSpeechCsv, speechCsv } from "./speechCsv.ts";
export { srt } from "./srt.ts";
export { twitchChatDownloaderCsv } from "./twitchChatDownloaderCsv.ts";
export { twitchDownloaderJson } from "./twitchDownloaderJson.ts";
export { twitchDownloaderText } from "./twitchDownloaderText.ts";
export { twitchGql } from "./twitchGql.ts";
export { twitchIrc } from "./twitchIrc.ts";
export { vtt } from "./vtt.ts";
export { whisperCppJson } from "./whisperCppJson.ts";
export { whisperJson } from "./whisperJson.ts";
export { whisperTsv } from "./whisperTsv.ts";
export { wordCsv } from "./wordCsv.ts";
export { youtubeDataApi } from "./youtubeDataApi.ts";
export { youtubeJson3 } from "./youtubeJson3.ts";
export { youtubeLiveChat } from "./youtubeLiveChat.ts";
export { zoomChat } from "./zoomChat.ts";
