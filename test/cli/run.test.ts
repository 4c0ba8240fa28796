import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { commandLine } from "../commandLine.ts";
import { writeSmallStudy } from "../smallStudy.ts";
import { startRedis, testPassword } from "../work/bullmq/servers.ts";

const main = join(import.meta.dirname, "..", "..", "lib", "cli", "main.ts");

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-run-"));
  await writeSmallStudy(folder);
});
afterEach(() => rm(folder, { recursive: true }));

function livecorpus(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    env: environment(),
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
}
const environment = () => ({ PATH: process.env.PATH, HOME: folder });
const jsonOf = (out: string) =>
  out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
const start = (...args: string[]): ChildProcess =>
  spawn(process.execPath, [main, "run", ...args], {
    cwd: folder,
    env: environment(),
    stdio: ["ignore", "pipe", "inherit"],
  });

describe("livecorpus run", () => {
  test("does the line of the study in this folder with two processes, and finds nothing to do the second time", {
    timeout: 60_000,
  }, () => {
    expect(livecorpus("run", "--processes", "2")).toMatchObject({ code: 0, out: "10 of 10 tasks are done.\n" });
    const again = jsonOf(livecorpus("run", "--json").out);
    expect(again.filter(({ kind }) => kind === "taken")).toEqual([]);
    expect(again.at(-1)).toMatchObject({ kind: "report", tasks: 10, done: 10, ended: "finished" });
    const { steps } = JSON.parse(livecorpus("status", "--json").out);
    expect(
      steps.map(({ step, done, waiting }: { step: string; done: number; waiting: number }) => [step, done, waiting]),
    ).toEqual([
      ["import", 3, 0],
      ["chunk", 3, 0],
      ["write", 1, 0],
      ["ask", 3, 0],
    ]);
  });

  test("goes on where another was killed with all its processes", { timeout: 60_000 }, async () => {
    const first = start("--processes", "2", "--json", "--lease-seconds", "1");
    // As soon as one task is done and others are under way.
    for await (const piece of first.stdout!) if (String(piece).includes('"ended"')) break;
    first.kill("SIGKILL");
    await once(first, "close");
    const { code, out } = livecorpus("run", "--lease-seconds", "1");
    expect([code, out]).toEqual([0, "10 of 10 tasks are done.\n"]);
  });

  test("stops when it is asked to, says how to go on, and leaves no lease", { timeout: 60_000 }, async () => {
    const first = start("--json");
    for await (const piece of first.stdout!) if (String(piece).includes('"taken"')) break;
    first.kill("SIGTERM");
    const [code] = await once(first, "exit");
    expect([0, 5]).toContain(code);
    const { steps } = JSON.parse(livecorpus("status", "--json").out);
    for (const { running } of steps) expect(running).toEqual([]);
  });

  test("does one step alone, and leaves the others to be done", { timeout: 60_000 }, () => {
    expect(livecorpus("run", "--steps", "import").out).toBe("3 of 3 tasks are done.\n");
    expect(livecorpus("status").out).toMatch(
      /^small\nstep .*\nimport +3 +0 +0 +0 +0 +-\nchunk +0 +0 +3 +0 +0 +not known\n/,
    );
    // By its name in the corpus, as another machine would know it.
    expect(livecorpus("run", "--study", "small", "--corpus", "corpus", "--key", "pseudonym.key").out).toBe(
      "10 of 10 tasks are done.\n",
    );
  });

  test("is only looked at by status, which writes nothing", { timeout: 60_000 }, async () => {
    livecorpus("run", "--steps", "import");
    const before = await stat(join(folder, "corpus"), { bigint: true });
    const study = await stat(join(folder, "corpus/studies/small/study.yaml"), { bigint: true });
    expect(livecorpus("status").code).toBe(0);
    expect((await stat(join(folder, "corpus/studies/small/study.yaml"), { bigint: true })).ctimeNs).toBe(study.ctimeNs);
    expect((await stat(join(folder, "corpus"), { bigint: true })).mtimeNs).toBe(before.mtimeNs);
  });

  test("stops at a file that cannot be read, naming it, before it does anything", { timeout: 60_000 }, async () => {
    await writeFile(join(folder, "2.json"), "no chat at all");
    const { code, err } = livecorpus("run");
    expect(code).toBe(2);
    expect(err).toContain("2.json");
  });

  test.each([
    [["--study", "nowhere/at all"], "expected a folder with study.yaml"],
    [["--study", "other"], "There is no corpus in"],
    [["--steps", "cut"], "There is no step cut"],
    [["--shard", "0/3"], "expected i/n with i from 1 to n"],
    [["--processes", "0"], "expected a whole number from 1"],
    [["--lease-seconds", "soon"], "expected a whole number from 1"],
  ])("refuses %j", async (args, message) => {
    const { code, err } = await commandLine(["run", "--study", folder, ...args], { env: environment() });
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe("livecorpus run --engine bullmq", () => {
  test("does the same line with tasks that Redis brings, and never shows the password", {
    timeout: 60_000,
  }, async () => {
    const server = await startRedis(["--requirepass", testPassword]);
    try {
      const url = `redis://:${testPassword}@127.0.0.1:${server.port}`;
      const run = livecorpus("run", "--engine", "bullmq", "--queue-url", url, "--processes", "2");
      expect(run.out).toBe("10 of 10 tasks are done.\n");
      const wrong = livecorpus("run", "--engine", "bullmq", "--queue-url", url.replace(testPassword, "another-word-7"));
      expect(wrong.code).toBe(3);
      expect(run.err + wrong.err + wrong.out).not.toMatch(/pass-word-9|another-word-7/);
    } finally {
      await server.stop();
    }
  });

  test.each([
    [["--engine", "bullmq"], "expected the queue's server in --queue-url"],
    [["--engine", "bullmq", "--queue-url", "http://localhost"], "Expected the queue's server as redis://"],
    [["--engine", "celery"], "Allowed choices are machine, bullmq"],
  ])("refuses %j", (args, message) => {
    const { code, err } = livecorpus("run", ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe("livecorpus retry", () => {
  test("names the tasks that get another try, and refuses one that is none", { timeout: 60_000 }, () => {
    livecorpus("run", "--steps", "import");
    expect(livecorpus("retry").out).toBe("0 tasks get another try at the next run.\n");
    expect(livecorpus("retry", "chunk.w600.twitch.9").err).toContain("There is no task chunk.w600.twitch.9");
  });
});
