import { expect, it } from "vitest";
import { codePointLength, guessLanguage, normalise, tokenise } from "#lib/text/index.ts";
import { python } from "../python.ts";

const texts = ["", "abc", "日本語", "草ｗｗｗ", "👨‍👩‍👧 ok", "\ud83d", "a\ud83d\ude00b", "ㅋㅋㅋ 대박", "é"];

it("counts code points as Python's len does, lone surrogates included", () => {
  const oracle = python("import json,sys\nprint(json.dumps([len(t) for t in json.load(sys.stdin)]))", texts);
  expect(texts.map(codePointLength)).toEqual(oracle);
});

it("folds width, case and white space for comparison", () => {
  expect(normalise("　Ｇ６４　Now\n!")).toBe("g64 now !");
});

it("tells Japanese, Korean and English by their script, also with a foreign word inside", () => {
  expect(guessLanguage("今日はPythonの話をします")).toBe("ja");
  expect(guessLanguage("오늘은 Python 이야기")).toBe("ko");
  expect(guessLanguage("we eat 寿司 today, and then some more things happen")).toBe("en");
  expect(guessLanguage("")).toBe("en");
});

it("splits words without blanks between them, and leaves punctuation out", () => {
  expect(tokenise("今日は寿司、です。", "ja")).toEqual(["今日", "は", "寿司", "です"]);
  expect(tokenise("Blob count doubles!", "en")).toEqual(["blob", "count", "doubles"]);
});
