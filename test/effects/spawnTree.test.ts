import { once } from "node:events";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { killTree, processTree, spawnTree, stopOnSignal, systemSleep } from "#lib/effects/index.ts";

/** A program that starts one more, in a group of its own where that is asked for, and prints the pids of both. */
const family = (options = "{}") => `
  const { spawn } = require("node:child_process");
  const hold = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";
  const child = spawn(process.execPath, ["-e", process.argv[1] === "deaf" ? hold : "setInterval(() => {}, 1000)"], ${options});
  if (process.argv[1] === "deaf") process.on("SIGTERM", () => {});
  setTimeout(() => console.log(process.pid + " " + child.pid), 100);
  setInterval(() => {}, 1000);
`;

async function start(script: string, kind: "deaf" | "polite") {
  const stop = new AbortController();
  const child = spawnTree(process.execPath, ["-e", script, kind], {
    signal: stop.signal,
    sleep: systemSleep,
    graceMs: 300,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [text] = await once(child.stdout!, "data");
  return { child, stop, pids: String(text).trim().split(" ").map(Number) };
}

async function gone(pids: readonly number[]): Promise<void> {
  while (pids.some((pid) => processTree(pid).length > 0)) await systemSleep(10);
}

describe("a program that is aborted", () => {
  test.each(["polite", "deaf"] as const)("ends with all that it has started, also a %s one", async (kind) => {
    const { child, stop, pids } = await start(family("{ stdio: 'ignore', detached: true }"), kind);
    expect(processTree(pids[0]!).map(({ pid }) => pid)).toEqual(pids);
    const closed = once(child, "close");
    stop.abort();
    expect((await closed)[1]).toBe(kind === "deaf" ? "SIGKILL" : "SIGTERM");
    await gone(pids);
  });

  test("is not started when the abort came before", () => {
    expect(() => spawnTree("true", [], { signal: AbortSignal.abort(), sleep: systemSleep })).toThrow(/abort/);
  });
});

describe("a tree of processes", () => {
  test("is counted with its memory", async () => {
    const { child, pids } = await start(family(), "polite");
    const tree = processTree(pids[0]!);
    for (const { residentBytes } of tree) expect(residentBytes).toBeGreaterThan(10e6);
    const closed = once(child, "close");
    killTree(pids[0]!, "SIGKILL");
    await closed;
    await gone(pids);
  });

  test("that is gone already can be killed all the same", () => {
    // Above the highest pid that Linux gives.
    expect(killTree(4_194_999, "SIGKILL")).toEqual([]);
  });
});

test("Ctrl-C on a terminal, which goes to a whole group of processes, does not reach a program", async () => {
  const { child, stop, pids } = await start(family(), "polite");
  const group = (pid: number) =>
    Number(
      readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /, "")
        .split(" ")[2],
    );
  expect(pids.map(group)).toEqual([child.pid, child.pid]);
  expect(group(process.pid)).not.toBe(child.pid);
  stop.abort();
  await gone(pids);
});

test("a first request to end is a stop, a second Ctrl-C an end at once, with all that was started", async () => {
  const { child, pids } = await start(family(), "deaf");
  const heard = new Map<string, () => void>();
  const exits: number[] = [];
  const host = {
    pid: child.pid,
    on: (name: string, act: () => void) => heard.set(name, act),
    exit: (code: number) => exits.push(code),
  };
  const stop = stopOnSignal(host as never);
  expect(stop.aborted).toBe(false);
  heard.get("SIGINT")!();
  expect([stop.aborted, exits]).toEqual([true, []]);
  heard.get("SIGINT")!();
  expect(exits).toEqual([130]);
  await gone(pids.slice(1));
  killTree(pids[0]!, "SIGKILL");
  await gone(pids);
});
