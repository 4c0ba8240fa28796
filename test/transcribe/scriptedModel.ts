import { closeSync, openSync, writeSync } from "node:fs";

/** What the model says, whatever it hears: words from one second to another. */
export interface ScriptedSegment {
  startSeconds: number;
  endSeconds: number;
  words: readonly string[];
}

/** The shape of a model; `tiny` is only as large as it must be, `base` as large as whisper-base (142 MiB). */
const shapes = {
  tiny: { state: 64, heads: 1, layers: 4 },
  base: { state: 512, heads: 8, layers: 6 },
} as const;

const audioContext = 1500;
const textContext = 448;
const mels = 80;
const frequencies = 201;
const vocabulary = 51_864;
const endOfText = 50_256;
const timeZero = 50_363;
const stepsPerSecond = 50;
const f32 = 0;
const f16 = 1;

/**
 * Writes a model file without any trained weight that makes the real whisper.cpp say a chosen text at chosen times. All
 * attention is zero, so the logits at a position are those of its own embedding, which is turned towards the row of the
 * token that the script has there. Words get the token of their place, in the order of their first use; a blank in front of
 * them is part of them. The vocabulary is that of English-only models.
 */
export function writeScriptedModel(
  path: string,
  segments: readonly ScriptedSegment[],
  size: keyof typeof shapes = "tiny",
): void {
  const words = [...new Set(segments.flatMap((segment) => segment.words))];
  const at = (seconds: number) => timeZero + Math.round(seconds * stepsPerSecond);
  const script = [
    ...segments.flatMap(({ startSeconds, endSeconds, words: said }) => [
      at(startSeconds),
      ...said.map((word) => words.indexOf(word)),
      at(endSeconds),
    ]),
    endOfText,
  ];
  const file = openSync(path, "w");
  try {
    writeModel(file, script, words, shapes[size]);
  } finally {
    closeSync(file);
  }
}

function writeModel(
  file: number,
  script: readonly number[],
  words: readonly string[],
  { state, heads, layers }: (typeof shapes)[keyof typeof shapes],
): void {
  const integers = (...values: number[]) =>
    writeSync(file, Uint8Array.from(Buffer.from(Int32Array.from(values).buffer)));
  integers(0x67676d6c);
  integers(vocabulary, audioContext, state, heads, layers, textContext, state, heads, layers, mels, f16);
  integers(mels, frequencies);
  writeSync(file, new Uint8Array(mels * frequencies * 4));
  integers(endOfText + 1);
  for (let token = 0; token <= endOfText; token++) {
    const name = Buffer.from(words[token] ?? (token === words.length ? " " : `<${token}>`));
    integers(name.length);
    writeSync(file, name);
  }
  const tensor = (name: string, type: number, dimensions: readonly number[], fill?: (data: DataView) => void) => {
    integers(dimensions.length, Buffer.byteLength(name), type, ...dimensions);
    writeSync(file, Buffer.from(name));
    const count = dimensions.reduce((product, one) => product * one, 1);
    const data = new DataView(new ArrayBuffer(count * (type === f32 ? 4 : 2)));
    fill?.(data);
    writeSync(file, new Uint8Array(data.buffer));
  };
  const ones = (data: DataView) => {
    for (let i = 0; i < data.byteLength; i += 4) data.setFloat32(i, 1, true);
  };
  const norm = (name: string) => {
    tensor(`${name}.weight`, f32, [state], ones);
    tensor(`${name}.bias`, f32, [state]);
  };
  const linear = (name: string, from: number, to: number, bias = true) => {
    tensor(`${name}.weight`, f16, [from, to]);
    if (bias) tensor(`${name}.bias`, f32, [to]);
  };
  const block = (name: string, attentions: readonly string[]) => {
    for (const attention of attentions) {
      norm(`${name}.${attention}_ln`);
      linear(`${name}.${attention}.query`, state, state);
      linear(`${name}.${attention}.key`, state, state, false);
      linear(`${name}.${attention}.value`, state, state);
      linear(`${name}.${attention}.out`, state, state);
    }
    norm(`${name}.mlp_ln`);
    linear(`${name}.mlp.0`, state, 4 * state);
    linear(`${name}.mlp.2`, 4 * state, state);
  };

  tensor("encoder.positional_embedding", f32, [state, audioContext]);
  tensor("encoder.conv1.weight", f16, [3, mels, state]);
  tensor("encoder.conv1.bias", f32, [1, state]);
  tensor("encoder.conv2.weight", f16, [3, state, state]);
  tensor("encoder.conv2.bias", f32, [1, state]);
  for (let i = 0; i < layers; i++) block(`encoder.blocks.${i}`, ["attn"]);
  norm("encoder.ln_post");

  const codes = [...new Set(script)];
  if (codes.length > state) throw new RangeError(`a script of at most ${state} different tokens, not ${codes.length}`);
  tensor("decoder.positional_embedding", f32, [state, textContext], (data) => {
    for (let position = 0; position < textContext; position++) {
      const token = script[Math.min(position, script.length - 1)]!;
      data.setFloat32(4 * (position * state + codes.indexOf(token)), 8, true);
    }
  });
  const three = 0x4200;
  tensor("decoder.token_embedding.weight", f16, [state, vocabulary], (data) => {
    for (const [code, token] of codes.entries()) data.setUint16(2 * (token * state + code), three, true);
  });
  for (let i = 0; i < layers; i++) block(`decoder.blocks.${i}`, ["attn", "cross_attn"]);
  norm("decoder.ln");
}
