import type { Frame, Study } from "#lib/records/index.ts";

/**
 * What the primary contrast of a study may be called: confirmatory when the study was locked before its first answer, and no
 * gate's failure was declared acceptable later. All other numbers are exploratory in any study.
 */
export function studyStamp(study: Study, frame: Frame | null): "confirmatory" | "exploratory" {
  if (frame === null || frame.answers > 0) return "exploratory";
  const known = new Set(frame.accepted);
  return study.gates.accept.every(({ gate }) => known.has(gate)) ? "confirmatory" : "exploratory";
}
