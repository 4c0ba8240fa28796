// Sets up what a command needs and then runs it. Plain JavaScript for any Node from 20.19, because it runs before anything
// is installed:
//
//   node setup.mjs run [--system | --notebook] PROGRAM [ARG...]
//   node setup.mjs whisper
//
// 1. The packages of package-lock.json, by npm ci, when they are not there yet. No install script of any package is run.
// 2. With --system, the Debian packages that the tests compare against, with --notebook those of Jupyter, through apt-get as
//    root or with sudo.
// 3. With --system, or by `whisper`: whisper.cpp, from the sources that came with the packages, into .whisper.
// 4. Node 24, which came with the packages, runs PROGRAM: it reads TypeScript as it is.
//
// What is in place already is left alone, so a second run starts at once. A run that was killed is made good by the next.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const oldestHost = [20, 19];
const oldestNode = 24;

/** What the tests need besides npm's packages: Debian's name, and how to see that it is there when dpkg does not say. */
const systemPackages = [
  { name: "git", command: ["git", "--version"] },
  { name: "python3-numpy", module: "numpy" },
  { name: "python3-pandas", module: "pandas" },
  { name: "python3-scipy", module: "scipy" },
  { name: "jupyter-nbconvert", module: "nbconvert" },
  { name: "chromium", command: ["chromium", "--version"] },
  { name: "fonts-noto-cjk", command: ["fc-list", "-q", ":lang=ko"] },
  { name: "redis-server", command: ["redis-server", "--version"] },
  { name: "postgresql", command: ["psql", "--version"] },
  { name: "ffmpeg", command: ["ffmpeg", "-version"] },
  { name: "yt-dlp", command: ["yt-dlp", "--version"] },
  { name: "cmake", command: ["cmake", "--version"] },
  { name: "make", command: ["make", "--version"] },
  { name: "g++", command: ["g++", "--version"] },
];
/** What notebooks are opened and rendered with. */
const jupyterPackages = [
  { name: "jupyter-notebook", command: ["jupyter", "notebook", "--version"] },
  { name: "jupyter-nbconvert", module: "nbconvert" },
];
const python = "/usr/bin/python3";
const useOfSystem =
  "The tests compare results with Python's, run the notebooks through Jupyter, open the pages in Chromium, start Redis and PostgreSQL, fetch media with yt-dlp and ffmpeg, and build whisper.cpp.";
const useOfJupyter = "Notebooks are opened by Jupyter.";

function stop(message) {
  console.error(message);
  process.exit(1);
}

function say(message) {
  console.error(`setup: ${message}`);
}

/** True when the command could be started and ended with 0; its output is dropped. */
function succeeds([program, ...args]) {
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}

function checkHost() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > oldestHost[0] || (major === oldestHost[0] && minor >= oldestHost[1])) return;
  stop(
    `Livecorpus needs Node ${oldestHost.join(".")} or newer to set itself up; this is Node ${process.versions.node}. ` +
      "Install a newer Node (https://nodejs.org) and run the same command again.",
  );
}

/** npm's own program, run by the Node that npm runs on: the one in node_modules is about to be replaced. */
function npmCommand() {
  const host = process.env.npm_node_execpath ?? process.execPath;
  const beside = dirname(process.execPath);
  const npm = [
    process.env.npm_execpath,
    join(beside, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    join(beside, "node_modules", "npm", "bin", "npm-cli.js"),
  ].find((path) => path?.endsWith("npm-cli.js") && existsSync(path));
  if (!npm) stop("npm was not found. Start this through npm, for example: npm test");
  return [existsSync(host) ? host : process.execPath, npm];
}

/** Installs the packages unless a stamp says that exactly these are there, for this kind of machine. */
function installPackages() {
  const stamp = join(root, "node_modules", ".livecorpus-stamp");
  const lock = readFileSync(join(root, "package-lock.json"));
  const wanted = createHash("sha256").update(lock).update(`${process.platform} ${process.arch}`).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  say("installing the packages of package-lock.json (about 1.1 GB, once)");
  // The stamp goes first and comes back last: whatever is killed in between is installed again.
  rmSync(stamp, { force: true });
  const [node, npm] = npmCommand();
  const flags = [
    "--ignore-scripts",
    "--include=dev",
    "--include=optional",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
  const { status } = spawnSync(node, [npm, "ci", ...flags], { cwd: root, stdio: "inherit" });
  if (status !== 0)
    stop("npm ci failed; its own message is above. Check the network, then run the same command again.");
  writeFileSync(stamp, wanted);
}

function missingSystemPackages(packages) {
  const names = packages.map(({ name }) => name);
  // A package that an interrupted apt-get left unpacked is not "installed", even if its files are there.
  const query = spawnSync("dpkg-query", ["-W", "-f", `\${Package} \${db:Status-Status}\n`, ...names], {
    encoding: "utf8",
  });
  const status = new Map((query.stdout ?? "").split("\n").map((line) => line.split(" ")));
  return packages.filter(({ name, command, module }) => {
    const known = status.get(name);
    if (known && known !== "not-installed" && known !== "config-files") return known !== "installed";
    // A folder that a removed package left behind is found too, but has no file of its own.
    const find = `from importlib.util import find_spec as f; m = f("${module}"); exit(m is None or m.origin is None)`;
    return !succeeds(command ?? [python, "-c", find]);
  });
}

/** Installs what is missing, or says the line that would and stops. */
function installSystemPackages(packages, useOfPackages) {
  const missing = missingSystemPackages(packages);
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name);
  if (!succeeds(["apt-get", "--version"])) {
    const modules = missing.flatMap(({ module }) => module ?? []);
    const line = modules.length > 0 ? `\n  ${python} -m pip install --user ${modules.join(" ")}` : "";
    stop(
      `${useOfPackages} Missing here: ${names.join(", ")} ` +
        `(names of Debian packages), and there is no apt-get to install them. Install them, then run the same command again.${line}`,
    );
  }
  const install = ["apt-get", "install", "-y", "--no-install-recommends", ...names];
  const asRoot = process.getuid?.() === 0 ? [] : succeeds(["sudo", "-n", "true"]) ? ["sudo", "-n"] : null;
  if (!asRoot) {
    stop(
      `${useOfPackages} This needs Debian packages that are missing here. ` +
        `Run this line, then the same command again:\n  sudo apt-get update && sudo ${install.join(" ")}`,
    );
  }
  say(`installing ${names.join(", ")} with apt-get (once)`);
  const [program, ...first] = [...asRoot, "env", "DEBIAN_FRONTEND=noninteractive"];
  const apt = (command) =>
    spawnSync(program, [...first, ...command], { stdio: ["ignore", "inherit", "inherit"] }).status;
  // This finishes what an apt-get that was killed left half-done, and does nothing otherwise.
  apt(["dpkg", "--configure", "-a"]);
  // Only the installation decides: a list that could not be fetched need not be one that is needed.
  apt(["apt-get", "update"]);
  if (apt(install) !== 0) {
    stop("apt-get failed; its own message is above. Put that right, then run the same command again.");
  }
}

const whisperFolder = join(root, ".whisper");
const whisperPrograms = ["whisper-cli", "whisper-server"].map((name) =>
  process.platform === "win32" ? `${name}.exe` : name,
);

/**
 * Builds the speech recogniser whisper.cpp, unless a stamp says that this version is there for this kind of machine. The
 * instructions of this very processor are left out (GGML_NATIVE), so that a clone on a shared disk works on all machines of
 * a cluster; AVX2 is used.
 */
function buildWhisper() {
  const sources = join(root, "node_modules", "nodejs-whisper", "cpp", "whisper.cpp");
  const [, version] = /project\("whisper\.cpp" VERSION ([0-9.]+)\)/.exec(
    readFileSync(join(sources, "CMakeLists.txt"), "utf8"),
  );
  const stamp = join(whisperFolder, "built.json");
  const folder = `${version}-${process.platform}-${process.arch}`;
  const built = `${JSON.stringify({ version, platform: process.platform, arch: process.arch, folder })}\n`;
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === built) return;
  say("building whisper.cpp, the speech recogniser (two minutes on two processors, once)");
  mkdirSync(whisperFolder, { recursive: true });
  rmSync(stamp, { force: true });
  removeDeadBuilds();
  const build = join(whisperFolder, `build-${process.pid}`);
  cmake(
    ["-S", sources, "-B", build, "-DCMAKE_BUILD_TYPE=Release", "-DBUILD_SHARED_LIBS=OFF"],
    ["-DGGML_NATIVE=OFF", "-DWHISPER_BUILD_TESTS=OFF", "-DWHISPER_SDL2=OFF"],
  );
  const jobs = ["--config", "Release", "--parallel", String(availableParallelism())];
  cmake(["--build", build, ...jobs, "--target", "whisper-cli", "--target", "whisper-server"]);
  const made = [join(build, "bin"), join(build, "bin", "Release")].find((bin) =>
    existsSync(join(bin, whisperPrograms[0])),
  );
  if (!made) stop(`whisper.cpp was built, but ${whisperPrograms[0]} is not in ${join(build, "bin")}.`);
  mkdirSync(join(build, "programs"));
  for (const name of whisperPrograms) cpSync(join(made, name), join(build, "programs", name));
  rmSync(join(whisperFolder, folder), { recursive: true, force: true });
  renameSync(join(build, "programs"), join(whisperFolder, folder));
  rmSync(build, { recursive: true, force: true });
  // Written under another name first: a stamp is there whole or not at all.
  writeFileSync(`${stamp}.${process.pid}`, built);
  renameSync(`${stamp}.${process.pid}`, stamp);
}

/** What a build that was killed left behind cannot be trusted to be whole; one that still runs is left alone. */
function removeDeadBuilds() {
  for (const name of readdirSync(whisperFolder)) {
    const [, pid] = /^build-([0-9]+)$/.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid)))
      rmSync(join(whisperFolder, name), { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function cmake(...args) {
  const { status, stdout, stderr, error } = spawnSync("cmake", args.flat(), { encoding: "utf8", maxBuffer: 2 ** 28 });
  if (status === 0) return;
  const said = error ? error.message : `${stdout}\n${stderr}`.trim().split("\n").slice(-20).join("\n");
  stop(
    `whisper.cpp could not be built:\n${said}\nThis needs cmake, make and a C++ compiler; on Debian: sudo apt-get install cmake make g++. ` +
      "Then run: node setup.mjs whisper",
  );
}

/** The path of a Node that reads TypeScript as it is: the one among the packages, else the host's. */
function findNode() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = process.platform === "win32" ? "node.exe" : "node";
  const packaged = join(root, "node_modules", `node-${platform}-${process.arch}`, "bin", name);
  if (succeeds([packaged, "--version"])) return packaged;
  if (Number.parseInt(process.versions.node, 10) >= oldestNode) return process.execPath;
  return stop(
    `Livecorpus runs on Node ${oldestNode} or newer. It brings its own on Linux (x64, arm64) and Windows (x64), not on ` +
      `${process.platform} (${process.arch}), where this is Node ${process.versions.node}. Install Node ${oldestNode} ` +
      "(https://nodejs.org; on macOS also: brew install node@24) and run the same command again.",
  );
}

/**
 * Runs the program in place of this one: same terminal, signals handed on, same end. npm moves to the project's folder and
 * keeps the one that the person stands in as INIT_CWD; file names are relative to that.
 */
function run(program, args) {
  const cwd = process.env.INIT_CWD ?? process.cwd();
  const child = spawn(findNode(), [join(root, program), ...args], { stdio: "inherit", cwd });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child as well; a second one would cut its orderly end short.
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on("error", (error) => stop(`${program} could not be started: ${error.message}`));
  child.on("exit", (code, signal) => {
    for (const name of signals) process.removeAllListeners(name);
    if (signal) process.kill(process.pid, signal);
    else process.exit(code);
  });
}

const [verb, ...rest] = process.argv.slice(2);
const wanted = verb === "run" ? ["--system", "--notebook"].find((flag) => flag === rest[0]) : undefined;
const [program, ...args] = wanted ? rest.slice(1) : rest;
if (verb === "whisper" ? program : verb !== "run" || !program)
  stop("Usage: node setup.mjs run [--system | --notebook] PROGRAM [ARG...]\n       node setup.mjs whisper");
checkHost();
installPackages();
if (wanted === "--system") installSystemPackages(systemPackages, useOfSystem);
if (wanted === "--notebook") installSystemPackages(jupyterPackages, useOfJupyter);
if (wanted === "--system" || verb === "whisper") buildWhisper();
if (verb === "run") {
  if (!existsSync(join(root, program))) stop(`There is no ${program} in this version of Livecorpus.`);
  run(program, args);
}
