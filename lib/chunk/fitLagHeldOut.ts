import type { Language } from "#lib/text/index.ts";
import { earliestLagMs, type LagEstimate, lagOfMentions, latestLagMs } from "./estimateLag.ts";
import { type Spoken, type Typed, termMentions } from "./termMentions.ts";
import type { Window } from "./window.ts";

/**
 * The lag of each window, fitted on the rest of the stream: neither what is said or typed in the window nor chat that
 * could still answer it (up to 40 s behind it) is looked at, so that a lag is never fitted on the items that are scored.
 * The estimates run beside the windows.
 */
export function fitLagHeldOut(input: {
  messages: readonly Typed[];
  utterances: readonly Spoken[];
  windows: readonly Window[];
  seed?: string;
  language?: Language;
}): LagEstimate[] {
  const { messages, utterances, windows, language, seed = "lag" } = input;
  const mentions = termMentions(messages, utterances, language);
  const streamEndMs = windows.reduce((max, each) => Math.max(max, each.endMs), 0);
  return windows.map((window) => {
    const before = { startMs: 0, endMs: Math.max(0, window.startMs + earliestLagMs) };
    const after = { startMs: Math.min(streamEndMs, window.endMs + latestLagMs), endMs: streamEndMs };
    const stretches = [before, after].filter((each) => each.endMs > each.startMs);
    return lagOfMentions(mentions, stretches, `${seed}|${window.index}`);
  });
}
