import { hostname } from "node:os";
import { fileURLToPath } from "node:url";
import { type Command, Option } from "commander";
import { stopOnSignal, systemSleep } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import {
  bullmqDelivery,
  bullmqEngine,
  defaultLimits,
  detectShard,
  parseShard,
  queueUrlVariable,
  serveSupervisor,
  thisMachine,
} from "#lib/work/index.ts";
import type { Effects } from "./effects.ts";
import { type LineFlags, lineCommand, openLine } from "./openLine.ts";
import { wholeOption } from "./wholeOption.ts";
import { failOn, reportText } from "./workReport.ts";

interface RunFlags extends LineFlags {
  processes: number;
  shard?: string;
  leaseSeconds: number;
  memoryMb?: number;
  engine: "machine" | "bullmq";
  queueUrl?: string;
  supervised?: true;
}

const main = fileURLToPath(new URL("./main.ts", import.meta.url));

/** Adds `livecorpus run`: the line of a study by any number of workers. */
export function addRun(program: Command, effects: Effects): void {
  lineCommand(program, "run", "Do what is left of a study's line, with others or alone; may be killed and run again.")
    .option("--processes <n>", "how many processes work here", wholeOption(1), 1)
    .option("--shard <i/n>", "begin with the i-th of n parts; else as the array job's environment says")
    .option("--lease-seconds <s>", "a worker without a sign of life for so long is taken for dead", wholeOption(1), 30)
    .option(
      "--memory-mb <n>",
      "a process that uses more, with all it started, is ended and its task tried again",
      wholeOption(1),
    )
    .addOption(
      new Option("--engine <name>", "who brings the tasks: each worker looks for them itself, or a queue does")
        .choices(["machine", "bullmq"])
        .default("machine"),
    )
    .option(
      "--queue-url <url>",
      `the queue's server, redis:// or postgres://; else $${queueUrlVariable}, which nobody sees in a list of processes`,
    )
    .option("--json", "print one line of JSON for each thing that happens, and one at the end")
    .addOption(new Option("--supervised").hideHelp())
    .addHelpText(
      "after",
      `
Start it as often and on as many machines as you like: all that share the corpus, a folder or a gs:// bucket, share the work.

Examples:
  livecorpus run --study my-study --processes 4
  livecorpus run --study my-study --engine bullmq --queue-url redis://localhost:6379
  livecorpus run --study sample --corpus gs://my-bucket/corpus --steps chunk,write,ask
  livecorpus status --study my-study --watch`,
    )
    .action((flags: RunFlags) => runRun(flags, effects));
}

async function runRun(flags: RunFlags, effects: Effects): Promise<void> {
  const { clock, stdout, stderr, progress, randomBytes, env } = effects;
  const { study, corpus, tasks, steps } = await openLine(flags, effects);
  const limits = { ...defaultLimits, leaseMs: flags.leaseSeconds * 1000 };
  const stop = stopOnSignal(process);
  const queueUrl = flags.engine === "bullmq" ? queueUrlOf(flags, env) : null;
  if (flags.supervised) {
    // Workers of one run know one another by what they work on.
    const run = [corpus.store.location, study.name, flags.steps ?? ""].join("\n");
    const delivery = queueUrl === null ? null : await bullmqDelivery({ queueUrl, run, sleep: systemSleep, limits });
    const worker = { corpus, tasks, steps, clock, sleep: systemSleep, limits, ...(delivery && { delivery }) };
    await serveSupervisor(process, worker, stop);
    await delivery?.close();
    return;
  }
  const shard = flags.shard === undefined ? detectShard(env) : parseShard(flags.shard);
  const here = {
    corpus,
    processes: flags.processes,
    command: { program: process.execPath, args: [main, ...childArgs(flags)], env: { ...env } },
    // No two supervisors ever have one name, also when a machine has started anew and counts its processes again.
    name: `${hostname()}.${process.pid}.${Buffer.from(randomBytes(4)).toString("hex")}`,
    shard,
    clock,
    sleep: systemSleep,
    limits,
    memoryBytes: flags.memoryMb === undefined ? Number.POSITIVE_INFINITY : flags.memoryMb * 1e6,
    say: (text: string) => stderr.write(text),
  };
  const engine = queueUrl === null ? thisMachine(here) : bullmqEngine({ ...here, queueUrl });
  let counted = 0;
  if (!flags.json) progress.start("run", tasks.length);
  const report = await engine
    .run({
      tasks,
      stop,
      tell: (event) => {
        if (flags.json) stdout.write(`${JSON.stringify(event)}\n`);
        else if (event.kind === "trouble") stderr.write(`${event.message}\n`);
        else if (event.kind === "count") {
          progress.tick(event.done + event.dead - counted);
          counted = event.done + event.dead;
        }
      },
    })
    .finally(() => progress.stop());
  stdout.write(
    flags.json
      ? `${JSON.stringify({ kind: "report", tasks: tasks.length, ...report })}\n`
      : reportText(report, tasks.length),
  );
  failOn(report, tasks.length, "livecorpus retry");
}

/** The same line for a child; where it begins it is told by its supervisor. */
function childArgs(flags: RunFlags): string[] {
  const { study, corpus, key, steps, leaseSeconds, engine } = flags;
  return [
    ...["run", "--supervised", "--study", study, "--corpus", corpus, "--lease-seconds", String(leaseSeconds)],
    ...["--engine", engine],
    ...(key === undefined ? [] : ["--key", key]),
    ...(steps === undefined ? [] : ["--steps", steps]),
  ];
}

function queueUrlOf(flags: RunFlags, env: Effects["env"]): string {
  const url = flags.queueUrl ?? env[queueUrlVariable];
  if (url) return url;
  throw new InputError(
    `--engine bullmq: expected the queue's server in --queue-url or $${queueUrlVariable}, found none.`,
  );
}
