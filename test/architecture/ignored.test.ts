import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

it("nothing that git is told to ignore, such as pages of the gallery, is committed", () => {
  const root = join(import.meta.dirname, "../..");
  const args = ["ls-files", "--cached", "--ignored", "--exclude-standard"];
  expect(execFileSync("git", args, { cwd: root, encoding: "utf8" })).toBe("");
});
