import { InputError } from "#lib/errors.ts";
import type { Shard } from "./shard.ts";

/** A shard and the platform whose variables named it. */
export interface DetectedShard extends Shard {
  readonly platform: string;
}

/** A platform's variables: the task's index, how many tasks there are, and the lowest index (0 without one). */
interface ArrayVariables {
  readonly platform: string;
  readonly index: string;
  readonly count: string;
  readonly min?: string;
}

// Kubernetes tells a pod its index only, so the recipe of the job sets the count.
const platforms: readonly ArrayVariables[] = [
  { platform: "Cloud Run Jobs", index: "CLOUD_RUN_TASK_INDEX", count: "CLOUD_RUN_TASK_COUNT" },
  { platform: "Google Cloud Batch", index: "BATCH_TASK_INDEX", count: "BATCH_TASK_COUNT" },
  { platform: "Kubernetes Indexed Jobs", index: "JOB_COMPLETION_INDEX", count: "LIVECORPUS_SHARD_COUNT" },
  { platform: "Slurm", index: "SLURM_ARRAY_TASK_ID", count: "SLURM_ARRAY_TASK_COUNT", min: "SLURM_ARRAY_TASK_MIN" },
  { platform: "AWS Batch", index: "AWS_BATCH_JOB_ARRAY_INDEX", count: "AWS_BATCH_JOB_ARRAY_SIZE" },
];

/**
 * The shard that an array job's platform gives this process in its environment; null where there is no array job. Slurm numbers
 * its tasks from any number and with any step: the step that fits the highest number is taken.
 *
 * @throws InputError when variables are missing, are no numbers or contradict each other, within or between platforms
 */
export function detectShard(env: Readonly<Record<string, string | undefined>>): DetectedShard | null {
  const found = platforms.filter(({ index }) => env[index] !== undefined).map((one) => read(one, env));
  const [first] = found;
  if (!first) return null;
  const other = found.find(({ index, count }) => index !== first.index || count !== first.count);
  if (other)
    throw new InputError(
      `The environment names two shards: ${say(first)} and ${say(other)}. Say which is meant with --shard i/n.`,
    );
  return first;
}

function read(variables: ArrayVariables, env: Readonly<Record<string, string | undefined>>): DetectedShard {
  const { platform } = variables;
  const wanted = (name: string) => {
    const text = env[name];
    if (text !== undefined && /^[0-9]{1,9}$/.test(text)) return Number(text);
    const what = text === undefined ? "nothing" : JSON.stringify(text);
    throw new InputError(`${platform}: expected a number in ${name}, found ${what}. Set it, or use --shard i/n.`);
  };
  const count = wanted(variables.count);
  const min = variables.min === undefined ? 0 : wanted(variables.min);
  const stride = platform === "Slurm" ? strideOf(min, count, env) : 1;
  const index = (wanted(variables.index) - min) / stride;
  if (Number.isInteger(index) && index >= 0 && index < count) return { index, count, platform };
  throw new InputError(
    `${platform}: ${variables.index} is ${env[variables.index]}, which is none of its ${count} tasks. Use --shard i/n.`,
  );
}

/** `--array=0-20:4` has the tasks 0, 4, 8 and so on; a list such as `1,5,7` has no stride, and is refused by its index. */
function strideOf(min: number, count: number, env: Readonly<Record<string, string | undefined>>): number {
  const max = Number(env.SLURM_ARRAY_TASK_MAX ?? min + count - 1);
  return count > 1 && max > min ? (max - min) / (count - 1) : 1;
}

const say = ({ platform, index, count }: DetectedShard) => `${index + 1}/${count} (${platform})`;
