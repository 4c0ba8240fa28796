export type { BundleAbout, BundleEntry, ModelCalls } from "./bundle.ts";
export { modelCalls } from "./modelCalls.ts";
export { type OpenBundle, readBundle } from "./readBundle.ts";
export { studyObjects } from "./studyObjects.ts";
export { writeBundle } from "./writeBundle.ts";
