import { z } from "zod";
import type { Progress } from "#lib/effects/index.ts";
import { checkpointKey } from "../checkpointKey.ts";
import type { Checkpoint, SpeechRange } from "../transcript.ts";
import { stepSamples, type VoiceActivity } from "../voice/openVoiceActivity.ts";
import { type SampleRange, type SpeechRule, speechSegments } from "../voice/speechSegments.ts";
import { planWindows, type WindowRule } from "./planWindows.ts";

/** Where there is speech in a stream, and how it is cut for an engine. */
export interface SpeechPlan {
  durationMs: number;
  speech: SpeechRange[];
  windows: SampleRange[][];
}

const perMs = 16;
const Range = z.object({ startSample: z.number().int(), endSample: z.number().int() });
const Plan = z.object({
  durationMs: z.number(),
  speech: z.array(z.object({ startMs: z.number(), endMs: z.number() })),
  windows: z.array(z.array(Range).min(1)),
});

/**
 * Finds the speech of a stream and plans the windows, or takes the plan from the checkpoint: so a resumed run cuts where
 * the first one did, even on a machine whose processor rounds otherwise.
 */
export async function planSpeech(input: {
  samples: (signal?: AbortSignal) => AsyncIterable<Float32Array>;
  audioSha256: string;
  durationMs?: number;
  activity: VoiceActivity;
  settings: { speech: SpeechRule; windows: WindowRule };
  checkpoint: Checkpoint;
  progress: Progress;
  signal?: AbortSignal;
}): Promise<SpeechPlan> {
  const { audioSha256, activity, checkpoint } = input;
  const { speech, windows } = input.settings;
  const key = checkpointKey("speech", {
    audioSha256,
    activity: activity.facts,
    speech: [speech.threshold, speech.negativeThreshold, speech.minSpeechMs, speech.minSilenceMs, speech.padMs],
    windows: [windows.longestSeconds, windows.overlapSeconds, windows.silenceThreshold],
  });
  const known = parsePlan(await checkpoint.read(key));
  if (known) return known;
  const { probabilities, samples } = await listen(input);
  const bare = speechSegments(probabilities, samples, { ...speech, padMs: 0 });
  const plan: SpeechPlan = {
    durationMs: Math.round(samples / perMs),
    speech: bare.map(({ startSample, endSample }) => ({
      startMs: Math.round(startSample / perMs),
      endMs: Math.round(endSample / perMs),
    })),
    windows: planWindows(speechSegments(probabilities, samples, speech), probabilities, windows),
  };
  await checkpoint.write(key, JSON.stringify(plan));
  return plan;
}

async function listen({ samples, durationMs, activity, progress, signal }: Parameters<typeof planSpeech>[0]) {
  let total = 0;
  async function* counted() {
    for await (const block of samples(signal)) {
      total += block.length;
      yield block;
    }
  }
  const stepMs = stepSamples / perMs;
  let steps = 0;
  let probabilities = new Float32Array(1 << 16);
  progress.start("finding speech, in steps of 32 ms", Math.ceil((durationMs ?? 0) / stepMs));
  try {
    for await (const block of activity.probabilities(counted(), signal)) {
      if (steps + block.length > probabilities.length) {
        const longer = new Float32Array(probabilities.length * 2);
        longer.set(probabilities);
        probabilities = longer;
      }
      probabilities.set(block, steps);
      steps += block.length;
      progress.tick(block.length);
    }
  } finally {
    progress.stop();
  }
  return { probabilities: probabilities.subarray(0, steps), samples: total };
}

/** A plan from a checkpoint, or null where there is none that can be read: then speech is looked for anew. */
function parsePlan(text: string | null): SpeechPlan | null {
  if (text === null) return null;
  try {
    return Plan.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
