import type { Utterance } from "#lib/records/index.ts";
import { clockText } from "./clockText.ts";
import { count, type SpeechFormat } from "./contract.ts";
import { countUnknown, countUnknownName } from "./countUnknown.ts";
import { dig, listOf, numberOf, textOf } from "./jsonValue.ts";
import { parseClock } from "./parseClock.ts";
import { readJsonArray } from "./readJsonArray.ts";
import { type Said, type SaidWord, speechMaker } from "./speechMaker.ts";
import { wordPieces } from "./wordPieces.ts";

const fileFields = new Set("systeminfo model params result".split(" "));
const segmentFields = new Set("timestamps offsets text tokens speaker speaker_turn_next".split(" "));

/**
 * JSON of whisper.cpp (-oj, -ojf): `transcription[]` with offsets in milliseconds. With -ojf the tokens give words, whose
 * probability is the mean of their tokens', and `avgLogprob` is the mean natural logarithm over the tokens of a segment;
 * whisper.cpp itself writes neither that nor the probability of no speech.
 */
export const whisperCppJson: SpeechFormat = {
  name: "whisper-cpp-json",
  holds: "speech",
  recognise: ({ text }) => /^\s*\{/.test(text) && /"transcription"\s*:\s*\[/.test(text),
  async *read(bytes, report, options) {
    const make = speechMaker(report);
    const onField = (key: string, value: unknown) => {
      const language = textOf(dig(value, "language"));
      if (key === "result" && language !== undefined) report.video.language = language;
      else if (!fileFields.has(key)) countUnknownName(key, "", report);
    };
    for await (const segments of readJsonArray(bytes, { key: "transcription", onField }, report, options))
      yield segments.flatMap((segment) => {
        if (typeof segment !== "object" || segment === null) {
          count(report.skipped, "no-segment");
          return [];
        }
        countUnknown(segment, segmentFields, "transcription[].", report);
        return make(readSegment(segment));
      });
  },
  *write(utterances) {
    yield '{"transcription":[';
    let first = true;
    for (const utterance of utterances) {
      yield `${first ? "\n" : ",\n"}${JSON.stringify(segmentOf(utterance))}`;
      first = false;
    }
    yield "\n]}\n";
  },
};

function readSegment(segment: object): Said {
  const text = textOf(dig(segment, "text")) ?? "";
  const tokens = listOf(dig(segment, "tokens")).flatMap((token): Token[] => {
    const said = textOf(dig(token, "text")) ?? "";
    // Begin, end and time tokens are no speech.
    if (said === "" || /^\[_.*\]$|^<\|.*\|>$/s.test(said)) return [];
    return [{ text: said, ...timesOf(token), probability: numberOf(dig(token, "p")) }];
  });
  const logs = tokens.flatMap(({ probability }) =>
    probability !== undefined && probability > 0 ? Math.log(probability) : [],
  );
  const words = wordsOf(tokens, text);
  return {
    ...timesOf(segment),
    text,
    speaker: textOf(dig(segment, "speaker")),
    ...(words ? { words } : {}),
    confidence: logs.length > 0 ? { avgLogprob: mean(logs) } : {},
  };
}

type Token = SaidWord;

/** What a decoder makes of bytes that are no character. */
const broken = "\ufffd";

function timesOf(value: unknown): { startMs: number | undefined; endMs: number | undefined } {
  const at = (side: string) =>
    numberOf(dig(value, "offsets", side)) ?? parseClock(textOf(dig(value, "timestamps", side)) ?? "");
  return { startMs: at("from"), endMs: at("to") };
}

/**
 * Tokens put together to words, each from a blank to the next. A character of several bytes may be spread over tokens
 * that are no text alone; such a run takes what stands in the segment's text up to the next token that is.
 */
function wordsOf(tokens: readonly Token[], text: string): SaidWord[] | undefined {
  const words: { text: string; tokens: Token[] }[] = [];
  let at = 0;
  for (let i = 0; i < tokens.length; ) {
    const run = [tokens[i]!];
    while (run[0]!.text.includes(broken) && tokens[i + run.length]?.text.includes(broken))
      run.push(tokens[i + run.length]!);
    i += run.length;
    const said = run[0]!.text.includes(broken) ? tokens[i]?.text : run[0]!.text;
    const found = said === undefined ? text.length : text.indexOf(said, at);
    const to = said === run[0]!.text ? found + said.length : found;
    if (found < 0 || (said === run[0]!.text && text.slice(at, found).trim() !== "")) return undefined;
    const piece = text.slice(at, to);
    const open = words[words.length - 1];
    if (open && !/^\s/.test(piece) && !startsWord(open.text, piece)) {
      open.text += piece;
      open.tokens.push(...run);
    } else words.push({ text: piece, tokens: run });
    at = to;
  }
  return words.map((word) => {
    const known = word.tokens.flatMap((token) => token.probability ?? []);
    return {
      text: word.text,
      startMs: word.tokens[0]!.startMs,
      endMs: word.tokens[word.tokens.length - 1]!.endMs,
      probability: known.length > 0 ? mean(known) : undefined,
    };
  });
}

/** True where a script without blanks starts a new word: between two letters of Chinese or Japanese. */
function startsWord(before: string, after: string): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]$/u.test(before) && /^[\p{L}\p{N}]/u.test(after);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function segmentOf(utterance: Utterance): object {
  const { startMs, endMs, text, speaker, words } = utterance;
  const times = (from: number, to: number) => ({
    timestamps: { from: clockText(from, ","), to: clockText(to, ",") },
    offsets: { from, to },
  });
  const tokens = words
    ? wordPieces(utterance).map((word) => ({
        text: word.text,
        ...times(word.startMs, word.endMs),
        p: word.probability,
      }))
    : undefined;
  return { ...times(startMs, endMs), text, tokens, speaker };
}
