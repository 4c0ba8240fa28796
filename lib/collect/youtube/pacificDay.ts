const parts = new Intl.DateTimeFormat("en-US", {
  timeZone: "America/Los_Angeles",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  hourCycle: "h23",
});

/** The day of Pacific time that an instant falls into, e.g. `2026-03-08`: Google's quotas are of such days. */
export function pacificDay(at: Date): string {
  const { year, month, day } = pacific(at);
  return `${year}-${month}-${day}`;
}

/** Milliseconds until the next midnight of Pacific time, when quotas are given anew. */
export function untilPacificMidnightMs(at: Date): number {
  const { year, month, day } = pacific(at);
  // Midnight there is 7 or 8 hours behind that of UTC, as the season has it.
  for (const behind of [7, 8]) {
    const midnight = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day) + 1, behind));
    if (pacific(midnight).hour === "00") return midnight.getTime() - at.getTime();
  }
  throw new RangeError(`There is no Pacific midnight after ${at.toISOString()}.`);
}

function pacific(at: Date): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
}
