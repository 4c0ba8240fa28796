import { createRequire } from "node:module";

/** What is used of sherpa-onnx-node, which brings no types. */
interface Recognizer {
  createStream(): { acceptWaveform(wave: { sampleRate: number; samples: Float32Array }): void };
  decodeAsync(stream: unknown): Promise<unknown>;
  getResult(stream: unknown): unknown;
}
interface Sherpa {
  OfflineRecognizer: { createAsync(config: object): Promise<Recognizer> };
}

/** What this program is told. */
export type SherpaCall =
  | { readonly id: number; readonly open: object }
  | { readonly id: number; readonly hear: Float32Array; readonly sampleRateHz: number };

/** What it answers. */
export type SherpaReply = { readonly id: number } & ({ readonly result: unknown } | { readonly error: string });

/**
 * A program, started by openSherpa: sherpa-onnx in a process of its own, since a fault in native code ends the process that
 * it is in. It ends with whoever started it.
 */
let recognizer: Recognizer | null = null;

async function answer(call: SherpaCall): Promise<unknown> {
  if ("open" in call) {
    const sherpa: Sherpa = createRequire(import.meta.url)("sherpa-onnx-node");
    recognizer = await sherpa.OfflineRecognizer.createAsync(call.open);
    return null;
  }
  if (!recognizer) throw new Error("no model is open");
  const stream = recognizer.createStream();
  stream.acceptWaveform({ sampleRate: call.sampleRateHz, samples: call.hear });
  await recognizer.decodeAsync(stream);
  return recognizer.getResult(stream);
}

process.on("message", async (call: SherpaCall) => {
  const reply: SherpaReply = await answer(call).then(
    (result) => ({ id: call.id, result }),
    (error) => ({ id: call.id, error: String((error as Error).message) }),
  );
  process.send?.(reply);
});
process.on("disconnect", () => process.exit());
