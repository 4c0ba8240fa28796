export { cutMedia } from "./cutMedia.ts";
export { type DecodedSamples, type DecodeOptions, type DecodeReport, decodeSamples } from "./decodeSamples.ts";
export { type MediaTools, systemTools } from "./mediaTools.ts";
export { type MediaFacts, type ProbeOptions, probeMedia } from "./probeMedia.ts";
export { audioEnding, remuxMedia } from "./remuxMedia.ts";
export { wavBytes } from "./wavBytes.ts";
export type { WriteOptions } from "./writeMedia.ts";
export { writeWav } from "./writeWav.ts";
