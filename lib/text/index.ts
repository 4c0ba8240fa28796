export { codePointLength } from "./codePoints.ts";
export { guessLanguage, type Language } from "./language.ts";
export { locateWords } from "./locateWords.ts";
export { normalise } from "./normalise.ts";
export { tokenise } from "./tokenise.ts";
