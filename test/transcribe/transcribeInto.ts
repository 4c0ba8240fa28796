/** Transcribes the scripted stream with a checkpoint in a folder, one line for each window, and writes the transcript. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transcribeSamples } from "#lib/transcribe/index.ts";
import { scriptedActivity, scriptedEngine, scriptedSound } from "./scriptedStream.ts";

const folder = process.argv[2]!;
const transcript = await transcribeSamples({
  samples: scriptedSound,
  audioSha256: "1".repeat(64),
  engine: scriptedEngine(async () => {
    process.stdout.write("window\n");
    // Slow enough to be killed within a window.
    await new Promise((resolve) => setTimeout(resolve, 60));
  }),
  activity: scriptedActivity,
  checkpoint: {
    read: async (key) => (existsSync(join(folder, key)) ? readFileSync(join(folder, key), "utf8") : null),
    write: async (key, text) => {
      writeFileSync(join(folder, `${key}.part`), text);
      renameSync(join(folder, `${key}.part`), join(folder, key));
    },
  },
});
writeFileSync(join(folder, "transcript.json"), JSON.stringify(transcript));
