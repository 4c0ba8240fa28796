/** Transcribes so many hours of made-up sound with the real model of voice activity; prints windows and peak memory. */
import { defaultTranscribeSettings, openVoiceActivity, transcribeSamples } from "#lib/transcribe/index.ts";
import { babble } from "../transcribe/voice/babble.ts";

const hours = Number(process.argv[2]);

const breath = babble(60);

async function* sound() {
  for (let i = 0; i < hours * 60; i++) yield breath;
}

let windows = 0;
const activity = await openVoiceActivity();
await transcribeSamples({
  samples: sound,
  audioSha256: "0".repeat(64),
  activity,
  engine: {
    facts: { engine: "none", version: "1", model: "none", modelSha256: null },
    hear: async ({ samples }) => {
      windows++;
      return [{ startMs: 0, endMs: samples.length / 16, text: `window ${windows}` }];
    },
    close: async () => {},
  },
  settings: defaultTranscribeSettings,
});
await activity.close();
console.log(JSON.stringify({ windows, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) }));
