import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Transcribes the scripted stream into a folder, in a process of its own that is killed within the window of a number.
 *
 * @param model of whisper.cpp; without it the scripted engine hears
 */
export async function runTranscribeInto(
  folder: string,
  killAfter: number,
  ...model: string[]
): Promise<{ windows: number; transcript: string | null }> {
  const script = join(import.meta.dirname, "transcribeInto.ts");
  const child = spawn(process.execPath, [script, folder, ...model], { stdio: ["ignore", "pipe", "inherit"] });
  let windows = 0;
  for await (const text of child.stdout) {
    windows += String(text).split("\n").length - 1;
    if (windows >= killAfter) child.kill("SIGKILL");
  }
  const killed = windows >= killAfter;
  return { windows, transcript: killed ? null : readFileSync(join(folder, "transcript.json"), "utf8") };
}
