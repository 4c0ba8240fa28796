import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { protobufMessage as message } from "../../../lib/transcribe/onnx/protobufMessage.ts";

const float = 1;
const int32 = 6;
const blank = 0;
/** Before the text, a SenseVoice model names the language, the emotion, the event, and how it writes numbers. */
const heads = ["<|en|>", "<|NEUTRAL|>", "<|Speech|>", "<|woitn|>"];
const features = 560;

/**
 * Writes a SenseVoice model without any weight into a folder: whatever it hears, it says these tokens, one every sixth of
 * a second; null is silence. The real sherpa-onnx loads it.
 *
 * @param changes metadata of the model that are to be otherwise; undefined leaves one out
 */
export function writeScriptedSenseVoice(
  folder: string,
  tokens: readonly (string | null)[],
  changes: Readonly<Record<string, string | undefined>> = {},
): void {
  const vocabulary = ["<blk>", "<s>", "</s>", ...heads, ...new Set(tokens.filter((token) => token !== null))];
  const frames = [...heads, ...tokens].map((token) => (token === null ? blank : vocabulary.indexOf(token)));
  const logits = new Float32Array(frames.length * vocabulary.length).fill(-10);
  for (const [frame, token] of frames.entries()) logits[frame * vocabulary.length + token] = 0;
  const sizes = [1, frames.length, vocabulary.length].map((size) => [1, size] as const);
  const constant = message([...sizes, [2, float], [8, "script"], [9, new Uint8Array(logits.buffer)]]);
  const port = (name: string, type: number, dims: readonly string[]) => {
    const shape = message(dims.map((dim) => [1, message([[2, dim]])] as const));
    const shaped = message([
      [1, type],
      [2, shape],
    ]);
    return message([
      [1, name],
      [2, message([[1, shaped]])],
    ]);
  };
  const same = message([
    [1, "script"],
    [2, "logits"],
    [4, "Identity"],
  ]);
  const graph = message([
    [1, same],
    [2, "graph"],
    [5, constant],
    [11, port("x", float, ["N", "T", "C"])],
    ...["x_length", "language", "text_norm"].map((name) => [11, port(name, int32, ["N"])] as const),
    [12, port("logits", float, ["N", "U", "V"])],
  ]);
  const metadata: Record<string, string | undefined> = {
    ...{ model_type: "sense_voice_ctc", version: "1", vocab_size: String(vocabulary.length) },
    ...{ lfr_window_size: "7", lfr_window_shift: "6", normalize_samples: "0", with_itn: "14", without_itn: "15" },
    ...{ lang_auto: "0", lang_zh: "3", lang_en: "4", lang_yue: "7", lang_ja: "11", lang_ko: "12" },
    neg_mean: Array(features).fill("0").join(","),
    inv_stddev: Array(features).fill("1").join(","),
    ...changes,
  };
  const entries = Object.entries(metadata).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const entry = message([
      [1, key],
      [2, value],
    ]);
    return [[14, entry] as const];
  });
  const operationSet = message([
    [1, ""],
    [2, 17],
  ]);
  writeFileSync(join(folder, "model.onnx"), message([[1, 8], [7, graph], [8, operationSet], ...entries]));
  writeFileSync(join(folder, "tokens.txt"), vocabulary.map((token, id) => `${token} ${id}\n`).join(""));
}
