/** Cues by which a transcript shows whether it names its speakers. */
export const cuesToDecide = 100;

const bracketed = /^\[([^\]\n]{1,60})\]:\s+/u;
const named = /^([^:<>[\]\n]{1,60}):\s+(?=\S)/u;

/** True when at least half of the first cues start with a name and a colon, as Zoom and Otter write them. */
export function namesSpeakers(texts: readonly string[]): boolean {
  return texts.length > 0 && texts.filter((text) => named.test(text)).length * 2 >= texts.length;
}

/**
 * Takes the speaker off the start of a cue: `[SPEAKER_00]: text` always, `Name: text` when the transcript names its
 * speakers.
 *
 * @example
 * takeSpeaker("Host: Good morning.", true); // => { speaker: "Host", text: "Good morning." }
 */
export function takeSpeaker(text: string, isNamed: boolean): { speaker?: string; text: string } {
  const match = bracketed.exec(text) ?? (isNamed ? named.exec(text) : null);
  return match ? { speaker: match[1]!, text: text.slice(match[0].length) } : { text };
}
