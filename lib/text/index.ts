export { codePointLength } from "./codePoints.ts";
export { guessLanguage, type Language } from "./language.ts";
export { normalise } from "./normalise.ts";
export { tokenise } from "./tokenise.ts";
