/**
 * What can be wrong with a question, as two people can tell it by reading the chunk. A question may have several defects; the
 * first code is the main one. `none` stands alone.
 */
export const defects = {
  none: "nothing is wrong with it",
  "not-a-topic": "the topic, or the right choice of a topic question, names nothing that a stream can be about",
  ambiguous: "another choice is right as well, by what was said in this part",
  fragment: "a choice or the topic is cut off or ungrammatical, so that it reads as no phrase of the language",
  "give-away": "the question and the choices alone tell the answer",
  "wrong-evidence": "the evidence lines do not hold the right choice, or hold it in another sense",
  boilerplate: "it is about a greeting, a set-up, a sponsor or another thing that any stream says",
  unintelligible: "a reader of the whole part cannot tell what is meant, for instance since it was misheard",
} as const;

export type Defect = keyof typeof defects;

/** Whether a text is a code of the codebook. */
export function isDefect(text: string): text is Defect {
  return Object.hasOwn(defects, text);
}
