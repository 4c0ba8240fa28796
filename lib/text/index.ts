export { codePointLength } from "./codePoints.ts";
export { guessLanguage, type Language } from "./language.ts";
export { locateWords } from "./locateWords.ts";
export { normalise } from "./normalise.ts";
export { readingTokens } from "./readingTokens.ts";
export { segmentWords } from "./segmentWords.ts";
export { singular } from "./singular.ts";
export { stopWords } from "./stopWords.ts";
export { tokenise } from "./tokenise.ts";
