import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

function transcribe(hours: number): { windows: number; peakMb: number } {
  const script = join(import.meta.dirname, "transcribeHours.ts");
  return JSON.parse(execFileSync(process.execPath, [script, String(hours)], { encoding: "utf8" }));
}

test("twelve hours of sound need hardly more memory than one", () => {
  const one = transcribe(1);
  const twelve = transcribe(12);
  console.log(`1 h: ${one.peakMb} MB, 12 h: ${twelve.peakMb} MB, ${twelve.windows} windows`);
  expect(one.windows).toBeGreaterThan(30);
  expect(twelve.windows).toBeGreaterThan(11 * one.windows);
  expect(twelve.peakMb - one.peakMb).toBeLessThan(150);
}, 600_000);
