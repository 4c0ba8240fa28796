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
export { findFormat, formats } from "./registry.ts";
