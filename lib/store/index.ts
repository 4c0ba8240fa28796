export type { BucketEffects } from "./bucketStore.ts";
export type { Store } from "./contract.ts";
export { openDirectoryStore } from "./directoryStore.ts";
export { fileError } from "./fileError.ts";
export { isRemote, openStore, resolveLocation } from "./openStore.ts";
