import { spawnSync } from "node:child_process";
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");

test("every committed result is made again byte for byte: in another folder, time zone and language", async () => {
  const folder = await mkdtemp(join(tmpdir(), "livecorpus-elsewhere-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const part of ["package.json", "package-lock.json", "lib", "experiments", "results/sample"])
    await cp(join(root, part), join(folder, part), { recursive: true, filter: (path) => !path.includes(".cache") });
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(folder, "lib/cli/main.ts"), "reproduce", "--check"],
    {
      cwd: tmpdir(),
      encoding: "utf8",
      env: { ...process.env, TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "" },
    },
  );
  expect(stderr.match(/^ {2}.*$/gm) ?? []).toEqual([]);
  expect([status, stdout]).toEqual([0, expect.stringContaining("byte for byte")]);
});
