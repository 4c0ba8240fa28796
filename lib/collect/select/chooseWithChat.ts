import type { Candidate, Selection } from "#lib/records/index.ts";

type Chosen = Pick<Selection, "frame" | "strata" | "chosen">;

/**
 * Chooses until the platform has said of each chosen video that it has a chat, as far as it says so: one without is left out, and
 * the same draw gives the next in its place. Only what was drawn is asked for, so that the frame keeps its size.
 *
 * @param hasChat null where the platform does not say: such a video stays, and is noted
 * @param choose the same candidates give the same choice
 */
export async function chooseWithChat(
  candidates: readonly Candidate[],
  hasChat: (video: Candidate) => Promise<boolean | null>,
  choose: (candidates: readonly Candidate[]) => Chosen,
): Promise<{ chosen: Chosen; notes: string[] }> {
  const known = new Map<string, boolean | null>();
  for (;;) {
    const told = candidates.map((one) => {
      const found = known.get(one.id) ?? null;
      return found === null ? one : { ...one, hasChat: found };
    });
    const chosen = choose(told);
    const unknown = new Set(chosen.chosen.filter(({ id }) => !known.has(id)).map(({ id }) => id));
    if (unknown.size === 0) return { chosen, notes: notesOf(chosen, known) };
    for (const one of candidates) if (unknown.has(one.id)) known.set(one.id, await hasChat(one));
  }
}

function notesOf({ chosen }: Chosen, known: ReadonlyMap<string, boolean | null>): string[] {
  const untold = chosen.filter(({ id }) => known.get(id) === null).length;
  const asked = `${known.size} drawn videos were asked for their chat before ${chosen.length} were chosen.`;
  if (untold === 0) return [asked];
  return [asked, `Of ${untold} of the chosen videos the platform does not say whether there is a chat.`];
}
