import { expect, it } from "vitest";
import { normaliseBasic, normaliseEnglish } from "#lib/transcribe/index.ts";

it("writes English numbers as the published examples of Whisper's evaluation do", () => {
  const cases = {
    two: "2",
    "thirty one": "31",
    "five twenty four": "524",
    "nineteen ninety nine": "1999",
    "twenty nineteen": "2019",
    "two point five million": "2500000",
    "four point two billions": "4200000000s",
    "200 thousand dollars": "$200000",
    "$20 million": "$20000000",
    "€52.4 million": "€52400000",
    "£77 thousands": "£77000s",
    "two double o eight": "2008",
    "forty three thousand two hundred and sixty": "43260",
    "nineteen fifties": "1950s",
    "thirty first": "31st",
    "thirty three thousand and three hundred and thirty third": "33333rd",
    millions: "1000000s",
    "august twenty sixth twenty twenty one": "august 26th 2021",
    "3 14": "3 14",
    "3 point 14": "3.14",
    "fourteen point 4": "14.4",
    "two point two five dollars": "$2.25",
    "seventy six per cent": "76%",
    "double oh seven": "007",
    "nine one one": "911",
    "one triple oh one": "10001",
    "thirty two thousandth": "32000th",
    "minus 500": "-500",
    "positive twenty thousand": "+20000",
    "two dollars and seventy cents": "$2.70",
    "3 cents": "¢3",
    "$0.36": "¢36",
    "three euros and sixty five cents": "€3.65",
    "three and a half million": "3500000",
    "forty eight and a half dollars": "$48.5",
    "10 th": "10th",
    "one of them": "one of them",
  };
  for (const [said, written] of Object.entries(cases)) expect([said, normaliseEnglish(said)]).toEqual([said, written]);
});

it("writes contractions and titles out, and spells the American way", () => {
  const cases = {
    "Let's": "let us",
    "he’s like": "he is like",
    "she's been like": "she has been like",
    "10km": "10 km",
    "Mr. Park visited Assoc. Prof. Kim Jr.": "mister park visited associate professor kim junior",
    "Um, the Colour (laughs) of [music] a café!": "the color of a cafe",
    "mobilisation of the neighbours, in the centre": "mobilization of the neighbors in the center",
    "otherwise our surprise exercise": "otherwise our surprise exercise",
    "1,024 players": "1024 players",
    "well ... $ or %": "well or",
  };
  for (const [said, written] of Object.entries(cases)) expect([said, normaliseEnglish(said)]).toEqual([said, written]);
});

it("folds other languages by NFKC and takes punctuation and asides away", () => {
  expect(normaliseBasic("Ｇ６４ [笑] です。「ラーメン」・・・(拍手)")).toBe("g64 です ラーメン");
  expect(normaliseBasic("그래요? 네!")).toBe("그래요 네");
  expect(normaliseBasic("ｶﾞﾝﾊﾞﾚ")).toBe("ガンバレ");
});
