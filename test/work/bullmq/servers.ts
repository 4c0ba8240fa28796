import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A real server on a free port of this machine, with its data in a folder of its own. */
export interface TestServer {
  url: string;
  port: number;
  process: ChildProcess;
  /** Ends it by its process id and deletes its data. */
  stop(): Promise<void>;
}

export const testPassword = "pass-word-9";
const postgresBin = "/usr/lib/postgresql/15/bin";

/** Debian's Redis, in memory only. Its user `default` has no password unless one is given among the arguments. */
export async function startRedis(args: readonly string[] = [], port?: number): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), "livecorpus-redis-"));
  const at = port ?? (await freePort());
  const quiet = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder];
  const child = spawn("redis-server", ["--port", String(at), ...quiet, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await saying(child, child.stdout!, /Ready to accept connections/);
  return { url: `redis://127.0.0.1:${at}`, port: at, process: child, stop: () => end(child, folder) };
}

/** Debian's PostgreSQL 15, whose users log in with `testPassword`. It refuses to run as root, so there it runs as `postgres`. */
export async function startPostgres(): Promise<TestServer> {
  const program = join(postgresBin, "postgres");
  if (!existsSync(program)) throw new Error(`Expected ${program}. Install it with: apt install postgresql-15`);
  const folder = mkdtempSync(join(tmpdir(), "livecorpus-postgres-"));
  const words = join(folder, "password");
  writeFileSync(words, testPassword);
  const isRoot = process.getuid?.() === 0;
  const idOf = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  const user = isRoot ? { uid: idOf("-u"), gid: idOf("-g") } : {};
  if (user.uid !== undefined) for (const path of [folder, words]) chownSync(path, user.uid, user.gid);
  const data = join(folder, "data");
  const login = ["--username", "owner", "--pwfile", words, "--auth", "scram-sha-256", "--encoding", "UTF8"];
  execFileSync(join(postgresBin, "initdb"), ["-D", data, "--no-sync", ...login], { ...user, cwd: folder });
  const port = await freePort();
  const settings = ["-c", "listen_addresses=127.0.0.1", "-c", `unix_socket_directories=${folder}`, "-c", "fsync=off"];
  const child = spawn(program, ["-D", data, "-p", String(port), ...settings], {
    ...user,
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  await saying(child, child.stderr!, /ready to accept connections/);
  const url = `postgres://owner:${testPassword}@127.0.0.1:${port}/postgres`;
  return { url, port, process: child, stop: () => end(child, folder) };
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return (address as { port: number }).port;
}

async function saying(child: ChildProcess, from: NodeJS.ReadableStream, words: RegExp): Promise<void> {
  let said = "";
  await new Promise<void>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", () => reject(new Error(`The server ended: ${said}`)));
    from.on("data", (piece) => {
      said += String(piece);
      if (words.test(said)) resolve();
    });
  });
}

async function end(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = once(child, "exit");
    child.kill("SIGCONT");
    // PostgreSQL ends at once with all that it has started, without waiting for who is connected.
    child.kill("SIGQUIT");
    if (child.spawnfile.endsWith("redis-server")) child.kill("SIGKILL");
    await gone;
  }
  rmSync(folder, { recursive: true });
}
