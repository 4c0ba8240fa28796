/** What a check found: `warn` is a thing that works and will not for long, or not for all; `fail` one that does not. */
export interface Finding {
  readonly check: string;
  readonly standing: "ok" | "warn" | "fail";
  readonly found: string;
  /** What to do about it; null where nothing is to be done. */
  readonly advice: string | null;
}

export const ok = (check: string, found: string): Finding => ({ check, standing: "ok", found, advice: null });
export const warn = (check: string, found: string, advice: string): Finding => ({
  check,
  standing: "warn",
  found,
  advice,
});
export const fail = (check: string, found: string, advice: string): Finding => ({
  check,
  standing: "fail",
  found,
  advice,
});
