import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { installKernel, personDirectory } from "../../notebooks/kernel/install.ts";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "livecorpus-install-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

it("names programs that are there, so that any editor can start the kernel", () => {
  expect(installKernel(directory)).toBe(directory);
  const file = join(directory, "kernels", "livecorpus", "kernel.json");
  const { argv, display_name } = JSON.parse(readFileSync(file, "utf8"));
  expect(display_name).toBe("TypeScript (livecorpus)");
  expect(argv.slice(2)).toEqual(["--config-path", "{connection_file}"]);
  expect(argv.slice(0, 2).filter((path: string) => !existsSync(path))).toEqual([]);
});

it.each([
  ["linux", {}, "/person/.local/share/jupyter"],
  ["linux", { XDG_DATA_HOME: "/data" }, "/data/jupyter"],
  ["linux", { XDG_DATA_HOME: "" }, "/person/.local/share/jupyter"],
  ["darwin", {}, "/person/Library/Jupyter"],
  ["linux", { JUPYTER_DATA_DIR: "/mine" }, "/mine"],
] as const)("a person's kernels on %s with %o are in %s, as Jupyter documents it", (platform, env, expected) => {
  expect(personDirectory(platform, env, "/person")).toBe(expected);
});
