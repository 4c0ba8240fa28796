import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installKernel } from "../../notebooks/kernel/install.ts";

/**
 * How long a notebook lets a person wait: until the kernel is ready, and until a first cell that imports the corpus and the
 * report has run, each beside plain Node that starts on the same files. Prints one row of the table of main.ts.
 */
const root = join(import.meta.dirname, "..", "..");
const imports =
  'import { openCorpus } from "#lib/corpus/index.ts";\nimport { tableCell } from "#lib/report/index.ts";\n[typeof openCorpus, typeof tableCell].join()';
const rounds = 3;

function plainSeconds(): number {
  const startMs = performance.now();
  const { status } = spawnSync(process.execPath, ["--input-type=module", "-e", imports], { cwd: root });
  if (status !== 0) throw new Error("plain Node could not import lib");
  return (performance.now() - startMs) / 1000;
}

function kernelSeconds(home: string): { ready: number; cell: number; again: number } {
  const code = `
import json, sys, time
from jupyter_client import KernelManager
manager = KernelManager(kernel_name="livecorpus")
start = time.monotonic()
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=120)
ready = time.monotonic()
times = []
for _ in range(2):
    before = time.monotonic()
    reply = client.execute_interactive(sys.stdin.read() if not times else "1 + 1", output_hook=lambda m: None, timeout=120)
    assert reply["content"]["status"] == "ok", reply
    times.append(time.monotonic() - before)
manager.shutdown_kernel(now=True)
print(json.dumps({"ready": ready - start, "cell": times[0], "again": times[1]}))`;
  const { stdout, stderr, status } = spawnSync("/usr/bin/python3", ["-c", code], {
    input: imports,
    encoding: "utf8",
    env: { ...process.env, JUPYTER_PATH: installKernel(home), JUPYTER_RUNTIME_DIR: join(home, "runtime") },
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const home = mkdtempSync(join(tmpdir(), "livecorpus-bench-"));
try {
  const least = (values: number[]) => Math.min(...values);
  const plain = least(Array.from({ length: rounds }, plainSeconds));
  const kernels = Array.from({ length: rounds }, () => kernelSeconds(home));
  const [ready, cell, again] = (["ready", "cell", "again"] as const).map((name) =>
    least(kernels.map((one) => one[name])),
  ) as [number, number, number];
  const ratio = (seconds: number) => (seconds / plain).toFixed(1);
  console.log(
    `| notebook: kernel ready, first cell that imports lib, next cell | ${ready.toFixed(1)} s, ${cell.toFixed(1)} s, ${again.toFixed(2)} s | ` +
      `plain Node on the same imports ${plain.toFixed(2)} s | ${ratio(ready)}, ${ratio(cell)} and ${ratio(again)} times, the fastest of ${rounds} | – |`,
  );
} finally {
  rmSync(home, { recursive: true, force: true });
}
