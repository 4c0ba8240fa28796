import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { processTree, spawnGuarded, systemClock, systemSleep } from "#lib/effects/index.ts";

const effects = { clock: systemClock, sleep: systemSleep, env: process.env };

async function untilGone(pid: number): Promise<void> {
  const startMs = systemClock.monotonicMs();
  while (processTree(pid).length > 0) {
    expect(systemClock.monotonicMs() - startMs).toBeLessThan(10_000);
    await systemSleep(10);
  }
}

test("ends the program when its signal is aborted, even if it does not listen to signals", async () => {
  const stop = new AbortController();
  const deaf = 'process.on("SIGTERM", () => {}); console.error(process.pid); setInterval(() => {}, 1000);';
  const child = spawnGuarded(process.execPath, ["-e", deaf], { effects, signal: stop.signal });
  const [said] = await once(child.stderr!, "data");
  stop.abort();
  await untilGone(Number(said));
});

test("ends the program when the process that started it is killed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "livecorpus-guard-"));
  const room = pathToFileURL(join(import.meta.dirname, "..", "..", "lib", "effects", "index.ts")).href;
  writeFileSync(
    join(folder, "parent.ts"),
    `import { spawnGuarded, systemClock, systemSleep } from ${JSON.stringify(room)};
     const effects = { clock: systemClock, sleep: systemSleep, env: process.env };
     const program = "console.error(process.pid); setInterval(() => {}, 1000);";
     const child = spawnGuarded(process.execPath, ["-e", program], { effects, signal: new AbortController().signal });
     child.stderr.pipe(process.stdout);`,
  );
  const parent = spawn(process.execPath, [join(folder, "parent.ts")], { stdio: ["ignore", "pipe", "inherit"] });
  const [said] = await once(parent.stdout, "data");
  expect(processTree(Number(said)).length).toBe(1);
  parent.kill("SIGKILL");
  await untilGone(Number(said));
  rmSync(folder, { recursive: true });
});

test("says that there is no such program, and hands on how it ended", async () => {
  const signal = new AbortController().signal;
  const none = spawnGuarded("/nowhere/program", [], { effects, signal });
  let said = "";
  none.stderr!.setEncoding("utf8").on("data", (piece: string) => {
    said += piece;
  });
  expect((await once(none, "close"))[0]).toBe(127);
  expect(said).toContain("ENOENT");
  const third = spawnGuarded(process.execPath, ["-e", "process.exit(3)"], { effects, signal });
  expect((await once(third, "close"))[0]).toBe(3);
});
