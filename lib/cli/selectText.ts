import type { SelectionCost } from "#lib/collect/index.ts";
import type { Selection } from "#lib/records/index.ts";

/** A selection for a program: without its frame, which is in the corpus. */
export function selectionJson({ frame, ...selection }: Selection): string {
  return `${JSON.stringify({ ...selection, candidates: frame.length, leftOut: leftOut(frame) })}\n`;
}

/** A selection in short for a person; titles are not shown, since strangers wrote them. */
export function selectionText(selection: Selection): string {
  const { name, platform, frame, chosen, strata, cost, notes, terms, seed, rule } = selection;
  const taken = frame.filter((one) => one.leftOut === null);
  const hours = taken.reduce((sum, { durationMs = 0 }) => sum + durationMs, 0) / 3_600_000;
  const channels = new Set(taken.flatMap(({ channelId }) => channelId ?? []));
  const left = Object.entries(leftOut(frame)).map(([reason, count]) => `${reason} ${count}`);
  const units = cost.units === null ? "" : `, ${cost.units} units of quota`;
  return [
    `${chosen.length} of ${frame.length} videos of ${platform} are chosen${channels.size > 0 ? `, of ${plural(channels.size, "channel")}` : ""}, ` +
      `${hours.toFixed(1)} hours; order ${rule.order}, seed ${JSON.stringify(seed)}.`,
    ...(left.length > 0 ? [`Left out: ${left.join(", ")}.`] : []),
    ...(strata.length > 1
      ? strata.map(({ stratum, eligible, chosen: drawn }) => `  ${stratum}: ${drawn} of ${eligible}`)
      : []),
    ...notes.map((note) => `Note: ${note}`),
    `It took ${cost.calls} calls${units}. Nothing is collected yet: livecorpus estimate ${name} says what that takes.`,
    `Terms: ${terms.note}${terms.url === null ? "" : ` ${terms.url}`}`,
    terms.retentionDays === null
      ? "Kept as long as was agreed."
      : `To be kept for ${plural(terms.retentionDays, "day")}.`,
    "",
  ].join("\n");
}

/** What making a selection takes at most. */
export function askingText(platform: string, { calls, units, days }: SelectionCost): string {
  const quota = units === null ? "" : `, ${units} units of quota, ${plural(days ?? 0, "day")} of it`;
  return `Selecting on ${platform} takes at most ${calls} calls${quota}. Nothing was asked.\n`;
}

function leftOut(frame: Selection["frame"]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { leftOut: reason } of frame) if (reason !== null) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;
