import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const main = join(import.meta.dirname, "../../lib/cli/main.ts");

async function help(stdout: "pipe" | number): Promise<{ code: number | null; err: string }> {
  const child = spawn(process.execPath, [main, "--help"], { stdio: ["ignore", stdout, "pipe"] });
  child.stdout?.destroy();
  let err = "";
  child.stderr!.on("data", (piece) => (err += piece));
  const [code] = await once(child, "close");
  return { code, err };
}

test("a reader that closes the pipe early is no error", async () => {
  expect(await help("pipe")).toEqual({ code: 0, err: "" });
});

test("an output that cannot be written is said in one line", async () => {
  const full = openSync("/dev/full", "w");
  expect(await help(full)).toEqual({ code: 2, err: "The output cannot be written (ENOSPC).\n" });
  closeSync(full);
});
