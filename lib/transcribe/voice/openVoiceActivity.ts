import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { InputError } from "#lib/errors.ts";
import { heardSamples, sileroGraph } from "./sileroGraph.ts";

/** Samples of one step of the model: 32 ms at 16 kHz. */
export const stepSamples = 512;
const contextSamples = 64;
/** Steps that are heard in one call: 8.2 s of sound. Always so many, so that the same sound gives the same bits. */
const blockSteps = 256;

/** A model of voice activity that is loaded. */
export interface VoiceActivity {
  facts: { model: string; modelSha256: string };
  /**
   * How probably there is speech, for each 32 ms: blocks of at most 256 probabilities, in order. The last step is filled
   * up with silence, as the published code does.
   *
   * @param samples mono, 16 kHz, from -1 to 1, in pieces of any length
   */
  probabilities(samples: AsyncIterable<Float32Array>, signal?: AbortSignal): AsyncGenerator<Float32Array>;
  close(): Promise<void>;
}

/**
 * Loads the Silero model of voice activity (Silero Team, "Silero VAD: pre-trained enterprise-grade voice activity
 * detector", version 6) for the processor, on one thread.
 *
 * @param path another file of it, version 5 or 6; without it, the one that comes with the packages
 * @throws InputError where the file is missing or another model
 */
export async function openVoiceActivity(path: string = packagedModel()): Promise<VoiceActivity> {
  const file = await readModel(path);
  const graph = sileroGraph(file, path);
  // Before it is loaded: else it numbers this machine in a file of the person's home, and tells its makers of each run.
  process.env.ORT_DISABLE_TELEMETRY = "1";
  // The native library is loaded by those who need it alone.
  const { InferenceSession, Tensor } = await import("onnxruntime-node");
  const session = await InferenceSession.create(graph, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const state = (values: Float32Array) => new Tensor("float32", values, [1, 1, 128]);

  async function* probabilities(samples: AsyncIterable<Float32Array>, signal?: AbortSignal) {
    let h = state(new Float32Array(128));
    let c = state(new Float32Array(128));
    const sound = new Float32Array(contextSamples + blockSteps * stepSamples);
    let filled = contextSamples;
    const hear = async (): Promise<Float32Array> => {
      const steps = Math.ceil((filled - contextSamples) / stepSamples);
      sound.fill(0, filled);
      const frames = new Tensor("float32", cutFrames(sound), [4 * blockSteps, 256]);
      const { speech, hN, cN } = await session.run({ frames, h, c });
      h = state(hN!.data as Float32Array);
      c = state(cN!.data as Float32Array);
      sound.copyWithin(0, sound.length - contextSamples);
      filled = contextSamples;
      return (speech!.data as Float32Array).slice(0, steps);
    };
    for await (const piece of samples) {
      for (let from = 0; from < piece.length; ) {
        const taken = Math.min(piece.length - from, sound.length - filled);
        sound.set(piece.subarray(from, from + taken), filled);
        from += taken;
        filled += taken;
        if (filled < sound.length) continue;
        signal?.throwIfAborted();
        yield await hear();
      }
    }
    if (filled > contextSamples) yield await hear();
  }

  return {
    facts: { model: "silero-vad", modelSha256: createHash("sha256").update(file).digest("hex") },
    probabilities,
    close: () => session.release(),
  };
}

/** The frames of all steps of a block: 4 of 256 samples a step, 128 apart, the last one mirrored at the step's end. */
function cutFrames(sound: Float32Array): Float32Array {
  const frames = new Float32Array(blockSteps * 1024);
  const heard = new Float32Array(heardSamples);
  const own = contextSamples + stepSamples;
  for (let step = 0; step < blockSteps; step++) {
    heard.set(sound.subarray(step * stepSamples, step * stepSamples + own));
    for (let i = own; i < heardSamples; i++) heard[i] = heard[2 * own - 2 - i]!;
    for (let frame = 0; frame < 4; frame++)
      frames.set(heard.subarray(frame * 128, frame * 128 + 256), (step * 4 + frame) * 256);
  }
  return frames;
}

async function readModel(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new InputError(
      `expected the Silero model of voice activity in ${path}, but it cannot be read: ${(error as Error).message}. ` +
        "Run npm ci, or name another file.",
      { cause: error },
    );
  }
}

function packagedModel(): string {
  return fileURLToPath(import.meta.resolve("@ricky0123/vad-web/dist/silero_vad_v6.onnx"));
}
