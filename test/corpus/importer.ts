import { existsSync, readFileSync } from "node:fs";
import { importFiles, openCorpus } from "#lib/corpus/index.ts";
import { systemClock } from "#lib/effects/index.ts";
import { openDirectoryStore, type Store } from "#lib/store/index.ts";

/**
 * An import in a process of its own: CORPUS KILL_AT FILE... kills itself at its KILL_AT-th write to the store (0 for
 * never), and prints its peak of memory in MB.
 */
const [folder, killAt, ...files] = process.argv.slice(2);
const store = openDirectoryStore(folder!);
let writes = 0;

function dying<A extends unknown[], R>(write: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
  return (...args) => {
    writes++;
    if (writes === Number(killAt)) process.kill(process.pid, "SIGKILL");
    return write(...args);
  };
}
const mortal: Store = {
  ...store,
  put: dying(store.put),
  create: dying(store.create),
  upload: dying(store.upload),
  scratch: dying(store.scratch),
};
const main = async () => {
  const corpus = await openCorpus(mortal, { key: Buffer.alloc(32, 1) });
  await importFiles({ corpus, video: { platform: "twitch", id: "1" }, files, clock: systemClock });
  console.log(JSON.stringify({ writes, peakMB: Math.round(peakKB() / 1024) }));
};

/** The peak of this process's own memory; what getrusage says would hold that of the process that started it. */
function peakKB(): number {
  const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : "";
  return Number(/^VmHWM:\s*(\d+) kB/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS);
}

void main();
