export type { Store } from "./contract.ts";
export { openDirectoryStore } from "./directoryStore.ts";
export { fileError } from "./fileError.ts";
