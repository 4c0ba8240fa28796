import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "../..");
const copied = ["lib", "experiments", "test/stats", "test/python.ts", "package.json", "tsconfig.json", "biome.json"];

/** One fenced block of a page: its language, what stands behind the language, and its text. */
interface Block {
  language: string;
  file: string;
  text: string;
}

/**
 * Does what a page says, in a copy of the project: writes each block that names a file, makes each change that a diff shows,
 * runs each command, and holds each `text` block to what the command before it printed; in the end the types of all must
 * fit. Throws where a step does not work.
 */
export function followPage(page: string): void {
  const folder = mkdtempSync(join(tmpdir(), "livecorpus-page-"));
  try {
    for (const name of copied)
      cpSync(join(root, name), join(folder, name), {
        recursive: true,
        filter: (path) => !path.endsWith("/.cache") && !path.includes("/.cache/"),
      });
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    let printed = "";
    const blocks = blocksOf(readFileSync(join(root, page), "utf8"));
    for (const { language, file, text } of blocks) {
      if (language === "sh")
        printed = text
          .split("\n")
          .map((line) => run(line, folder))
          .join("");
      else if (language === "text") expectLines(printed, text, page);
      else if (language === "diff") change(join(folder, file), text, page);
      else if (file !== "") write(join(folder, file), `${text}\n`);
    }
    if (blocks.some(({ language, file }) => language === "diff" || file.endsWith(".ts")))
      node(["node_modules/typescript/bin/tsc", "--noEmit"], folder, process.env);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function blocksOf(page: string): Block[] {
  return [...page.matchAll(/^```(\w+) ?(\S*)\n([\s\S]*?)\n```$/gm)].map(([, language = "", file = "", text = ""]) => ({
    language,
    file,
    text,
  }));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** The program's own Node in the place of npm, which would look for what set-up has made. */
const commands: [RegExp, string[]][] = [
  [/^npm run livecorpus -- /, ["lib/cli/main.ts"]],
  [/^npm run reproduce -- /, ["lib/cli/main.ts", "reproduce"]],
  [/^npm test -- /, ["node_modules/vitest/vitest.mjs", "run", "--root", "."]],
];

function run(line: string, folder: string): string {
  const known = commands.find(([start]) => start.test(line));
  if (!known) throw new Error(`a page says ${line}, which the test does not know how to run`);
  const args = line.replace(known[0], "").split(" ");
  // The pseudonym key lies in the home folder, which is the reader's own.
  const env = { ...process.env, HOME: join(folder, "home"), LIVECORPUS_KEY_FILE: undefined, NO_COLOR: "1" };
  mkdirSync(env.HOME, { recursive: true });
  return node([...known[1], ...args], folder, env);
}

function node(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

function expectLines(printed: string, text: string, page: string): void {
  for (const line of text.split("\n"))
    if (!printed.includes(line)) throw new Error(`${page}: expected the line ${JSON.stringify(line)} in:\n${printed}`);
}

/** Replaces the lines that a diff takes away, which must stand there once, by those that it brings. */
function change(path: string, diff: string, page: string): void {
  const lines = diff.split("\n");
  const before = lines.filter((line) => !line.startsWith("+")).map((line) => line.slice(1));
  const after = lines.filter((line) => !line.startsWith("-")).map((line) => line.slice(1));
  const parts = readFileSync(path, "utf8").split(`${before.join("\n")}\n`);
  if (parts.length !== 2)
    throw new Error(
      `${page}: expected these lines once in ${path}, found them ${parts.length - 1} times:\n${before.join("\n")}`,
    );
  writeFileSync(path, parts.join(`${after.join("\n")}\n`));
}
