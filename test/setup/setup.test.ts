import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const setup = join(import.meta.dirname, "..", "..", "setup.mjs");
const packagedNode = `node-${process.platform}-${process.arch}`;

/** A checkout with setup.mjs, a program, and an npm that notes its calls and "installs" this Node; tools come from bin. */
let tree: string;
let bin: string;

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), "livecorpus-setup-"));
  bin = join(tree, "bin");
  mkdirSync(bin);
  copyFileSync(setup, join(tree, "setup.mjs"));
  write("package-lock.json", "{}");
  write(
    "program.ts",
    "const args: string[] = process.argv.slice(2);\nconsole.log(JSON.stringify(args));\nprocess.exit(7);\n",
  );
  write(
    "npm-cli.js",
    `const fs = require("node:fs");
     fs.appendFileSync("${tree}/calls", "npm " + process.argv.slice(2).join(" ") + "\\n");
     if (fs.existsSync("fail-npm")) process.exit(1);
     fs.rmSync("node_modules", { recursive: true, force: true });
     fs.mkdirSync("node_modules/${packagedNode}/bin", { recursive: true });
     fs.symlinkSync("${process.execPath}", "node_modules/${packagedNode}/bin/node");
     fs.mkdirSync("node_modules/nodejs-whisper/cpp/whisper.cpp", { recursive: true });
     fs.writeFileSync("node_modules/nodejs-whisper/cpp/whisper.cpp/CMakeLists.txt", 'project("whisper.cpp" VERSION 1.2.3)');`,
  );
  tool(
    "cmake",
    'if [ "$1" = --build ]; then mkdir -p "$2/bin"; for p in cli server; do echo whole > "$2/bin/whisper-$p"; done; fi',
  );
});
afterEach(() => rmSync(tree, { recursive: true }));

function write(name: string, text: string): void {
  writeFileSync(join(tree, name), text);
}

/** A command that notes its call and then does what the shell lines say. */
function tool(name: string, lines: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $*" >> ${tree}/calls\n${lines}\n`);
  chmodSync(join(bin, name), 0o755);
}

function calls(): string[] {
  return existsSync(join(tree, "calls")) ? readFileSync(join(tree, "calls"), "utf8").trim().split("\n") : [];
}

const environment = () => ({
  ...process.env,
  PATH: `${bin}:${process.env.PATH}`,
  npm_execpath: join(tree, "npm-cli.js"),
  npm_node_execpath: process.execPath,
});

/** Runs setup.mjs; `pretend` is JavaScript that runs first and changes what the process sees of the machine. */
function run(args: string[], pretend = "") {
  const preload = ["--import", `data:text/javascript,${encodeURIComponent(pretend)}`];
  return spawnSync(process.execPath, [...preload, join(tree, "setup.mjs"), ...args], {
    encoding: "utf8",
    env: environment(),
    cwd: tmpdir(),
  });
}

const pretendNode = (version: string) =>
  `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`;
const pretendPerson = "process.getuid = () => 1000;";
const pretendRoot = "process.getuid = () => 0;";

describe("packages", () => {
  it("are installed without install scripts, and the program runs with its arguments and its exit code", () => {
    const { status, stdout } = run(["run", "program.ts", "a b", "--flag"]);
    expect([status, stdout]).toEqual([7, '["a b","--flag"]\n']);
    expect(calls()).toEqual([expect.stringMatching(/^npm ci --ignore-scripts --include=dev --include=optional /)]);
  });

  it("leave the person where they stand: npm's own folder is not the program's", () => {
    write("where.ts", "console.log(process.cwd());");
    const script = join(tree, "setup.mjs");
    const env = { ...environment(), INIT_CWD: realpathSync(tmpdir()) };
    const { stdout } = spawnSync(process.execPath, [script, "run", "where.ts"], { encoding: "utf8", env, cwd: tree });
    expect(stdout.trim()).toBe(realpathSync(tmpdir()));
  });

  it("are left alone by a second run, and installed again when the lockfile has changed", () => {
    run(["run", "program.ts"]);
    const second = run(["run", "program.ts"]);
    expect([second.status, second.stderr, calls().length]).toEqual([7, "", 1]);
    write("package-lock.json", '{"changed": true}');
    expect(run(["run", "program.ts"]).status).toBe(7);
    expect(calls().length).toBe(2);
  });

  it("are installed again after an installation that did not come to its end", () => {
    run(["run", "program.ts"]);
    const lock = readFileSync(join(tree, "package-lock.json"), "utf8");
    write("package-lock.json", '{"changed": true}');
    write("fail-npm", "");
    const failed = run(["run", "program.ts"]);
    expect([failed.status, failed.stdout]).toEqual([1, ""]);
    expect(failed.stderr).toContain("npm ci failed");
    rmSync(join(tree, "fail-npm"));
    // Back to the first lockfile, whose stamp must not have outlived the broken installation.
    write("package-lock.json", lock);
    expect(run(["run", "program.ts"]).status).toBe(7);
    expect(calls().length).toBe(3);
  });
});

describe("Node", () => {
  it.each(["18.20.4", "20.18.3"])("%s is too old to start with, and the message says what is needed", (version) => {
    const { status, stderr } = run(["run", "program.ts"], pretendNode(version));
    expect(status).toBe(1);
    expect(stderr).toBe(
      `Livecorpus needs Node 20.19 or newer to set itself up; this is Node ${version}. ` +
        "Install a newer Node (https://nodejs.org) and run the same command again.\n",
    );
    expect(calls()).toEqual([]);
  });

  it("20.19 starts, and the Node among the packages runs the program", () => {
    expect(run(["run", "program.ts"], pretendNode("20.19.0")).status).toBe(7);
  });

  it("of the host runs the program where the packages bring none, if it is 24 or newer", () => {
    const mac = 'Object.defineProperty(process, "platform", { value: "darwin" });';
    expect(run(["run", "program.ts"], mac).status).toBe(7);
    const old = run(["run", "program.ts"], mac + pretendNode("22.22.0"));
    expect([old.status, old.stdout]).toEqual([1, ""]);
    expect(old.stderr).toContain("brew install node@24");
  });
});

describe("the program", () => {
  it("that is not there is named", () => {
    const { status, stderr } = run(["run", "lib/nowhere.ts"]);
    expect(status).toBe(1);
    expect(stderr).toContain("There is no lib/nowhere.ts in this version of Livecorpus.\n");
  });

  it("gets the signal that the set-up gets, and its end is the set-up's end", { timeout: 20_000 }, async () => {
    write(
      "wait.ts",
      'process.on("SIGTERM", () => process.exit(9));\nsetInterval(() => {}, 1000);\nconsole.log("ready");\n',
    );
    const child = spawn(process.execPath, [join(tree, "setup.mjs"), "run", "wait.ts"], {
      env: environment(),
      stdio: ["ignore", "pipe", "ignore"],
    });
    child.stdout.once("data", () => child.kill("SIGTERM"));
    const ended = await new Promise((resolve) => child.on("exit", (...end) => resolve(end)));
    expect(ended).toEqual([9, null]);
  });
});

describe("system packages", () => {
  const installed = "git installed\npython3-numpy installed\npython3-scipy installed\njupyter-nbconvert installed";

  beforeEach(() => {
    symlinkSync("/usr/bin/true", join(bin, "dpkg"));
    tool("apt-get", "exit 0");
    tool("sudo", "exit 1");
  });

  it("that are all there cost no call of apt-get", () => {
    tool("dpkg-query", `printf '${installed}\\npython3-pandas installed\\n'`);
    expect(run(["run", "--system", "program.ts"], pretendRoot).status).toBe(7);
    expect(calls().filter((call) => call.startsWith("apt-get"))).toEqual([]);
  });

  it("that an interrupted apt-get left unpacked are finished and installed by root", () => {
    tool("dpkg-query", `printf '${installed}\\npython3-pandas unpacked\\n'`);
    rmSync(join(bin, "dpkg"));
    tool("dpkg", "exit 0");
    expect(run(["run", "--system", "program.ts"], pretendRoot).status).toBe(7);
    expect(
      calls()
        .filter((call) => !call.startsWith("cmake"))
        .slice(-3),
    ).toEqual(["dpkg --configure -a", "apt-get update", "apt-get install -y --no-install-recommends python3-pandas"]);
  });

  it("are asked for by the line that installs them where there are no rights to", () => {
    tool("dpkg-query", `printf '${installed}\\npython3-pandas unpacked\\n'`);
    const { status, stdout, stderr } = run(["run", "--system", "program.ts"], pretendPerson);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr.trimEnd().split("\n").at(-1)).toBe(
      "  sudo apt-get update && sudo apt-get install -y --no-install-recommends python3-pandas",
    );
  });

  it("are asked for by name where there is no apt-get", () => {
    tool("dpkg-query", `printf '${installed}\\npython3-pandas unpacked\\n'`);
    tool("apt-get", "exit 127");
    const { status, stderr } = run(["run", "--system", "program.ts"], pretendPerson);
    expect(status).toBe(1);
    expect(stderr).toContain("Missing here: python3-pandas");
    expect(stderr).toContain("-m pip install --user pandas");
  });

  it("are not looked at for a program that needs none", () => {
    tool("dpkg-query", "exit 0");
    expect(run(["run", "program.ts"], pretendPerson).status).toBe(7);
    expect(calls().filter((call) => !call.startsWith("npm"))).toEqual([]);
  });
});

describe("whisper.cpp", () => {
  const programs = (...names: string[]) => join(tree, ".whisper", ...names);
  const builds = () => calls().filter((call) => call.startsWith("cmake --build")).length;

  it("is built once by a command of its own, and needs no program to run", () => {
    const { status, stdout } = run(["whisper"]);
    expect([status, stdout]).toEqual([0, ""]);
    const { folder, ...stamp } = JSON.parse(readFileSync(programs("built.json"), "utf8"));
    expect(stamp).toEqual({ version: "1.2.3", platform: process.platform, arch: process.arch });
    expect(readdirSync(programs(folder))).toEqual(["whisper-cli", "whisper-server"]);
    expect(readdirSync(programs()).sort()).toEqual([folder, "built.json"].sort());
    expect(run(["whisper"]).stderr).toBe("");
    expect(builds()).toBe(1);
  });

  it("is not built for a program that did not ask for the system's packages", () => {
    run(["run", "program.ts"]);
    expect(existsSync(programs())).toBe(false);
  });

  it("is built again, from the beginning, where a build was killed, and for another version", () => {
    mkdirSync(programs("build-999999999", "bin"), { recursive: true });
    expect(run(["whisper"]).status).toBe(0);
    expect(existsSync(programs("build-999999999"))).toBe(false);
    write(
      join("node_modules", "nodejs-whisper", "cpp", "whisper.cpp", "CMakeLists.txt"),
      'project("whisper.cpp" VERSION 1.3.0)',
    );
    expect(run(["whisper"]).status).toBe(0);
    expect([builds(), JSON.parse(readFileSync(programs("built.json"), "utf8")).version]).toEqual([2, "1.3.0"]);
  });

  it("that cannot be built says why, what it needs and what to do, and leaves no stamp", () => {
    tool("cmake", "echo 'no compiler found' >&2; exit 1");
    const { status, stderr } = run(["whisper"]);
    expect(status).toBe(1);
    expect(stderr).toContain("no compiler found");
    expect(stderr).toContain("sudo apt-get install cmake make g++");
    expect(existsSync(programs("built.json"))).toBe(false);
    expect(run(["whisper", "extra"]).stderr).toContain("Usage:");
  });
});
