/**
 * Transcribes the scripted stream with a checkpoint in a folder, one line for each window, and writes the transcript. With the
 * path of a model, whisper.cpp hears the windows; without it, the scripted engine.
 */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock, systemSleep } from "#lib/effects/index.ts";
import { openEngine, type SpeechEngine, transcribeSamples } from "#lib/transcribe/index.ts";
import { scriptedActivity, scriptedEngine, scriptedSound } from "./scriptedStream.ts";

const [folder, model] = process.argv.slice(2) as [string, string | undefined];
const tell = async () => {
  process.stdout.write("window\n");
};

async function open(): Promise<SpeechEngine> {
  if (model === undefined)
    return scriptedEngine(async () => {
      await tell();
      // Slow enough to be killed within a window.
      await new Promise((resolve) => setTimeout(resolve, 60));
    });
  const effects = { clock: systemClock, sleep: systemSleep, env: process.env, randomBytes };
  const engine = await openEngine({ engine: "whisper.cpp", model, threads: 1 }, effects);
  const hear: SpeechEngine["hear"] = async (window, signal) => {
    await tell();
    return engine.hear(window, signal);
  };
  return { ...engine, hear };
}

const engine = await open();
const transcript = await transcribeSamples({
  samples: scriptedSound,
  audioSha256: "1".repeat(64),
  engine,
  activity: scriptedActivity,
  checkpoint: {
    read: async (key) => (existsSync(join(folder, key)) ? readFileSync(join(folder, key), "utf8") : null),
    write: async (key, text) => {
      writeFileSync(join(folder, `${key}.part`), text);
      renameSync(join(folder, `${key}.part`), join(folder, key));
    },
  },
});
await engine.close();
writeFileSync(join(folder, "transcript.json"), JSON.stringify(transcript));
