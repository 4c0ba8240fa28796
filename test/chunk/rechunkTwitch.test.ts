import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { rechunkTwitch } from "#lib/chunk/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { commandLine } from "../commandLine.ts";

let root: string;
let expected: Record<string, string>;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "livecorpus-rechunk-"));
  const script = join(import.meta.dirname, "rechunk.py");
  expected = JSON.parse(execFileSync("/usr/bin/python3", [script, "1", join(root, "run")], { encoding: "utf8" }));
});
afterEach(() => rmSync(root, { recursive: true }));

describe("a historical Twitch run", () => {
  it("is cut again with each message at its own second, as an independent script cuts it", async () => {
    const texts: Record<string, string> = {};
    for await (const stream of rechunkTwitch(openDirectoryStore(join(root, "run")))) {
      for (const { path, text } of stream.texts) texts[path] = text.replace(/\n$/, "");
      expect(stream.firstChunkBefore).toBe(stream.messages);
      expect(stream.fullestChunkNow).toBeLessThan(stream.messages);
    }
    expect(texts).toEqual(expected);
  });

  it("gives its texts and the pairs table by a command, and names a stream that lacks its speech", async () => {
    writeFileSync(join(root, "run/raw/chat/3_chat.json"), "{}");
    const { code, out, err } = await commandLine(["legacy", "chunks", join(root, "run"), "--out", join(root, "out")]);
    expect([code, err]).toEqual([0, "Without chat or without speech, so left out: 3\n"]);
    expect(out.split("\n")[0]).toMatch(/^1000000001: \d+ messages in 5 chunks; the first had \d+ lines of chat/);
    const names: string[] = [];
    for await (const name of openDirectoryStore(join(root, "out")).list("")) names.push(name);
    expect(names).toEqual(["pairs.csv", ...Object.keys(expected)].sort());
  });

  it("is refused where it has no stream, and where the folder to write to is in use", async () => {
    const none = await commandLine(["legacy", "chunks", join(root, "nothing"), "--out", join(root, "out")]);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining("expected raw/chat/ID_chat.json")]);
    const used = await commandLine(["legacy", "chunks", join(root, "run"), "--out", root]);
    expect([used.code, used.err]).toEqual([2, expect.stringContaining("expected a new or empty folder, found run/")]);
  });
});
