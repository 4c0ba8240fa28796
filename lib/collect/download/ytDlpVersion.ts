import { type ProgramEffects, runProgram } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";

const dayMs = 86_400_000;

/**
 * The version of yt-dlp, which is the day of its release, e.g. 2025.11.12.
 *
 * @throws InputError when there is no such program, or another one of that name
 */
export async function ytDlpVersion(program: string, effects: ProgramEffects, signal: AbortSignal): Promise<string> {
  const { stdout } = await runProgram(program, ["--version"], { effects, signal, timeoutMs: 60_000 });
  const version = stdout.trim();
  if (/^\d{4}\.\d\d\.\d\d/.test(version)) return version;
  throw new InputError(
    `${program} --version: expected the version of yt-dlp, e.g. 2025.11.12, found ${JSON.stringify(version.slice(0, 80))}.`,
  );
}

/** How many days ago a version was released. */
export function versionAgeDays(version: string, nowMs: number): number {
  return Math.floor((nowMs - Date.parse(`${version.slice(0, 10).replaceAll(".", "-")}T00:00:00Z`)) / dayMs);
}
