import { z } from "zod";

/** The gates that find what makes a study's numbers mean less than they say. */
export const GateName = z.enum(["answerInChat", "guessable", "seenInExample", "sameChunk"]);
export type GateName = z.infer<typeof GateName>;
