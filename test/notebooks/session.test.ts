import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const slow = { timeout: 240_000 };

interface Reply {
  status: string;
  printed: string;
}

/** A project of its own, so that its lib can be edited: the kernel, and a lib of one file. */
let project: string;
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "livecorpus-session-"));
  cpSync(join(root, "notebooks", "kernel"), join(project, "notebooks", "kernel"), { recursive: true });
  cpSync(join(root, "package.json"), join(project, "package.json"));
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"));
  mkdirSync(join(project, "lib"));
  editLib("first");
});
afterAll(() => rmSync(project, { recursive: true }));

const editLib = (word: string) => writeFileSync(join(project, "lib", "word.ts"), `export const word = "${word}";\n`);

/** A kernel over Jupyter's protocol, as Debian's client speaks it. */
async function openSession() {
  const installer = await import(join(project, "notebooks", "kernel", "install.ts"));
  const child = spawn("/usr/bin/python3", [join(import.meta.dirname, "session.py")], {
    env: {
      ...process.env,
      JUPYTER_PATH: installer.installKernel(),
      JUPYTER_RUNTIME_DIR: join(project, "runtime"),
      JUPYTER_DATA_DIR: join(project, "data"),
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run(code: string, interruptAfterMs?: number): Promise<Reply> {
      child.stdin.write(`${JSON.stringify({ code, ...(interruptAfterMs !== undefined && { interruptAfterMs }) })}\n`);
      return JSON.parse((await lines.next()).value ?? "");
    },
    restart: () => child.stdin.write(`${JSON.stringify({ restart: true })}\n`),
    close: () =>
      new Promise((resolve) => {
        child.on("close", resolve);
        child.stdin.end();
      }),
  };
}

it(
  "is interrupted in a loop, while it waits, and in a loop after it waited; then it goes on, and takes an edited lib when it restarts",
  slow,
  async () => {
    const session = await openSession();
    try {
      expect((await session.run("const kept = 7;\nfor (;;) {}", 1500)).status).toBe("error");
      expect((await session.run("await new Promise((resolve) => setTimeout(resolve, 1e8));", 1500)).status).toBe(
        "error",
      );
      const after = "await new Promise((resolve) => setTimeout(resolve, 50));\nfor (;;) {}";
      const stopped = await session.run(after, 1500);
      expect(stopped.status).toBe("error");
      expect(stopped.printed).toContain("Interrupted");
      expect(await session.run("const kept = 1;\nkept + 1")).toEqual({ status: "ok", printed: "2\n" });

      const mistyped = await session.run('const wrong: number = "text";');
      expect(mistyped).toEqual({
        status: "error",
        printed: "1:7 - Type 'string' is not assignable to type 'number'.\n",
      });

      expect((await session.run("%reset")).status).toBe("ok");
      expect((await session.run("kept")).printed).toContain("Cannot find name 'kept'");

      const show = 'import { word } from "#lib/word.ts";\nword';
      expect((await session.run(show)).printed).toBe("first\n");
      editLib("second");
      expect((await session.run(show)).printed).toBe("first\n");
      session.restart();
      expect((await session.run(show)).printed).toBe("second\n");
    } finally {
      await session.close();
    }
  },
);
