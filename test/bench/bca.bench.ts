import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { seededRandom } from "#lib/effects/index.ts";
import { clusterBootstrap } from "#lib/stats/index.ts";

/**
 * How long a clustered BCa interval takes, beside numpy doing the same on cluster sums (which we also have to add up), run
 * by run in turn. Prints one row of the table of main.ts. Arguments: answers (100000), clusters (200), resamples (10000).
 */
const [answers = 100_000, clusters = 200, resamples = 10_000] = process.argv.slice(2).map(Number);
const warmUps = 5;
const runs = 41;

function makeStudy(): number[][] {
  const random = seededRandom("bench");
  const mean = answers / clusters;
  return Array.from({ length: clusters }, (_, cluster) => {
    const rate = random.next();
    const size = Math.round(cluster % 2 === 0 ? mean * 0.6 : mean * 1.4);
    return Array.from({ length: size }, () => Number(random.next() < rate));
  });
}

function median(numbers: readonly number[]): number {
  return numbers.slice().sort((a, b) => a - b)[numbers.length >> 1]!;
}

async function bench(): Promise<void> {
  const study = makeStudy();
  const peer = spawn("/usr/bin/python3", [join(import.meta.dirname, "bcaNumpy.py"), `${resamples}`], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(peer, "close");
  const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  const sums = study.map((items) => items.reduce((sum, item) => sum + item, 0));
  peer.stdin.write(`${JSON.stringify({ sums, sizes: study.map((items) => items.length) })}\n`);

  const ours: number[] = [];
  const numpy: number[] = [];
  let apart = 0;
  for (let run = 0; run < warmUps + runs; run++) {
    const started = performance.now();
    const interval = clusterBootstrap(study, seededRandom(`${run}`).next, { resamples });
    const ms = performance.now() - started;
    peer.stdin.write(`${run}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error("bcaNumpy.py ended early; its message is above");
    const theirs = JSON.parse(value) as { seconds: number; low: number; high: number };
    apart = Math.max(apart, Math.abs(interval.low! - theirs.low), Math.abs(interval.high! - theirs.high));
    if (run < warmUps) continue;
    ours.push(ms);
    numpy.push(theirs.seconds * 1000);
  }
  peer.stdin.end();
  await ended;

  const faster = median(ours.map((ms, run) => numpy[run]! / ms));
  console.log(
    `| clustered BCa interval, ${answers.toLocaleString("en")} answers in ${clusters} clusters, ${resamples.toLocaleString("en")} resamples | ` +
      `${median(ours).toFixed(1)} ms | numpy on cluster sums ${median(numpy).toFixed(1)} ms | ` +
      `${faster.toFixed(1)} x faster, medians of ${runs} runs in turn; bounds at most ${apart.toFixed(4)} apart | at least 2 x |`,
  );
  // Two seeds of ten thousand resamples differ by a few thousandths; more means that the two do not do the same.
  if (faster < 2 || apart > 0.01) process.exitCode = 1;
}

void bench();
