import type { Confidence, Utterance } from "#lib/records/index.ts";
import { count, type SpeechFormat } from "./contract.ts";
import { countUnknown, countUnknownName } from "./countUnknown.ts";
import { dig, listOf, numberOf, textOf } from "./jsonValue.ts";
import { offsetOfSeconds } from "./offsetOfSeconds.ts";
import { readJsonArray } from "./readJsonArray.ts";
import { type Said, type SaidWord, speechMaker } from "./speechMaker.ts";
import { wordPieces } from "./wordPieces.ts";

const segmentFields = new Set(
  "id seek start end text tokens temperature avg_logprob compression_ratio no_speech_prob words speaker chars confidence".split(
    " ",
  ),
);
const fileFields = new Set("text language word_segments duration task info language_probability".split(" "));
const firstSegment = /\[\s*\{[^{}[\]]*"(?:start|end)"\s*:/;

/**
 * JSON of the Whisper family in Python: openai-whisper, faster-whisper and its command lines, whisperX (speakers, words
 * by alignment), whisper-timestamped; the object with `segments`, or the bare list of them. Times are seconds.
 */
export const whisperJson: SpeechFormat = {
  name: "whisper-json",
  holds: "speech",
  recognise: ({ text, whole }) => {
    if (/^\s*\[/.test(text)) return /^\s*\[\s*\{/.test(text) && firstSegment.test(text) && /"text"\s*:/.test(text);
    if (!/^\s*\{/.test(text)) return false;
    if (/"segments"\s*:\s*\[\s*\]/.test(text)) return true;
    const at = text.search(/"segments"\s*:\s*\[/);
    if (at >= 0) return firstSegment.test(text.slice(at));
    // The whole transcript stands before the segments and may be longer than the head.
    return !whole && /^\s*\{\s*"text"\s*:\s*"(?:[^"\\]|\\.)*\\?$/s.test(text);
  },
  async *read(bytes, report, options) {
    const make = speechMaker(report);
    const onField = (key: string, value: unknown) => {
      if (key === "language" && typeof value === "string") report.video.language = value;
      else if (!fileFields.has(key)) countUnknownName(key, "", report);
    };
    for await (const segments of readJsonArray(bytes, { key: "segments", onField }, report, options))
      yield segments.flatMap((segment) => {
        if (typeof segment !== "object" || segment === null) {
          count(report.skipped, "no-segment");
          return [];
        }
        countUnknown(segment, segmentFields, "segments[].", report);
        return make(readSegment(segment));
      });
  },
  *write(utterances, { language } = {}) {
    const all = [...utterances];
    yield `{"text":${JSON.stringify(all.map((each) => each.text).join(" "))},"segments":[`;
    for (const [id, utterance] of all.entries())
      yield `${id === 0 ? "\n" : ",\n"}${JSON.stringify(segmentOf(utterance, id))}`;
    yield `\n]${language === undefined ? "" : `,"language":${JSON.stringify(language)}`}}\n`;
  },
};

function readSegment(segment: object): Said {
  const confidence: Confidence = {};
  const avgLogprob = numberOf(dig(segment, "avg_logprob"));
  const noSpeech = numberOf(dig(segment, "no_speech_prob"));
  const compressionRatio = numberOf(dig(segment, "compression_ratio"));
  if (avgLogprob !== undefined) confidence.avgLogprob = avgLogprob;
  if (noSpeech !== undefined) confidence.noSpeech = noSpeech;
  if (compressionRatio !== undefined) confidence.compressionRatio = compressionRatio;
  return {
    startMs: offsetOfSeconds(dig(segment, "start")),
    endMs: offsetOfSeconds(dig(segment, "end")),
    text: textOf(dig(segment, "text")) ?? "",
    speaker: textOf(dig(segment, "speaker")),
    words: listOf(dig(segment, "words")).map(readWord),
    confidence,
  };
}

function readWord(word: unknown): SaidWord {
  return {
    text: textOf(dig(word, "word")) ?? textOf(dig(word, "text")) ?? "",
    startMs: offsetOfSeconds(dig(word, "start")),
    endMs: offsetOfSeconds(dig(word, "end")),
    probability:
      numberOf(dig(word, "probability")) ?? numberOf(dig(word, "score")) ?? numberOf(dig(word, "confidence")),
  };
}

function segmentOf(utterance: Utterance, id: number): object {
  const { startMs, endMs, text, speaker, words, confidence } = utterance;
  return {
    id,
    start: startMs / 1000,
    end: endMs / 1000,
    text,
    avg_logprob: confidence?.avgLogprob,
    compression_ratio: confidence?.compressionRatio,
    no_speech_prob: confidence?.noSpeech,
    words: words
      ? wordPieces(utterance).map((word) => ({
          word: word.text,
          start: word.startMs / 1000,
          end: word.endMs / 1000,
          probability: word.probability,
        }))
      : undefined,
    speaker,
  };
}
