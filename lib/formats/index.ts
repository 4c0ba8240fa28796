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
export { openBytes } from "./openBytes.ts";
export { readHead } from "./readHead.ts";
export { rechatCsv } from "./rechatCsv.ts";
export { findFormat, formats } from "./registry.ts";
export { twitchChatDownloaderCsv } from "./twitchChatDownloaderCsv.ts";
export { twitchDownloaderJson } from "./twitchDownloaderJson.ts";
export { twitchDownloaderText } from "./twitchDownloaderText.ts";
export { twitchGql } from "./twitchGql.ts";
export { twitchIrc } from "./twitchIrc.ts";
