import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { detectShard } from "#lib/work/index.ts";
import { commandLine } from "./commandLine.ts";

const root = join(import.meta.dirname, "..");
const recipe = (name: string) => readFile(join(root, "docs", "deploy", name), "utf8");

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-deploy-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** What a container's arguments come to: the message of a command line that is right but for its corpus. */
async function messageOf(args: readonly string[]): Promise<string> {
  const there = args.map((arg) => (arg.startsWith("gs://") ? join(folder, "corpus") : arg));
  return (await commandLine(there)).err;
}

describe("the recipe for Kubernetes", () => {
  test("is a Job of the official types, to the last field", { timeout: 60_000 }, async () => {
    const job = parse(await recipe("kubernetes-job.yaml"));
    // A literal of the type: the compiler then refuses fields that there are none of, and values of another kind.
    await writeFile(
      join(folder, "job.ts"),
      `import type { Job } from "${join(root, "node_modules/kubernetes-types/batch/v1.js")}";\n` +
        `export const job: Job = ${JSON.stringify(job)};\n`,
    );
    const flags = ["--ignoreConfig", "--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--types", ""];
    const check = () => {
      const tsc = join(root, "node_modules/typescript/bin/tsc");
      const { status, stdout } = spawnSync(process.execPath, [tsc, ...flags, join(folder, "job.ts")], {
        encoding: "utf8",
      });
      return [status, stdout];
    };
    expect(check()).toEqual([0, ""]);
    const text = await readFile(join(folder, "job.ts"), "utf8");
    await writeFile(join(folder, "job.ts"), text.replace('"completionMode"', '"completionsMode"'));
    expect(check()).toEqual([1, expect.stringContaining("completionsMode")]);
  });

  test("tells each pod of how many it is one, as many as there are", async () => {
    const { spec } = parse(await recipe("kubernetes-job.yaml"));
    const [{ env }] = spec.template.spec.containers;
    const given = Object.fromEntries(env.map(({ name, value }: { name: string; value: string }) => [name, value]));
    expect(detectShard({ ...given, JOB_COMPLETION_INDEX: "7" })).toMatchObject({ index: 7, count: spec.completions });
  });
});

describe("the recipe for Cloud Run Jobs", () => {
  test("is one document of the kind that gcloud replaces, with the fields of its reference", async () => {
    const documents = parseAllDocuments(await recipe("cloud-run-job.yaml"));
    expect(documents).toHaveLength(1);
    const [document] = documents;
    expect(document!.errors).toEqual([]);
    const job = document!.toJS();
    // The fields of Job, ExecutionTemplateSpec, ExecutionSpec, TaskSpec and Container of Cloud Run's v1 reference.
    expect([job.apiVersion, job.kind]).toEqual(["run.googleapis.com/v1", "Job"]);
    expect(Object.keys(job.spec.template.spec).sort()).toEqual(["parallelism", "taskCount", "template"]);
    const task = job.spec.template.spec.template.spec;
    expect(Object.keys(task).sort()).toEqual(["containers", "maxRetries", "serviceAccountName", "timeoutSeconds"]);
    expect(Object.keys(task.containers[0]).sort()).toEqual(["args", "image", "resources"]);
  });
});

describe("the recipe for Slurm", () => {
  test("is a script that a shell can read, its directives before the first command", async () => {
    const path = join(root, "docs", "deploy", "slurm.sh");
    expect(spawnSync("bash", ["-n", path]).status).toBe(0);
    const lines = (await recipe("slurm.sh")).split("\n");
    const first = lines.findIndex((line) => line !== "" && !line.startsWith("#"));
    const directives = lines.flatMap((line, i) => (line.startsWith("#SBATCH") ? [{ line, i }] : []));
    for (const { line, i } of directives) {
      // Slurm ignores what stands behind the first command, without a word.
      expect(i).toBeLessThan(first);
      expect(line).toMatch(/^#SBATCH --[a-z-]+(=\S+)?$/);
    }
  });

  test("starts the workers of its shard with the arguments as they are given", async () => {
    const said = join(folder, "said");
    await writeFile(join(folder, "npm"), `#!/bin/bash\nprintf '%s\\n' "$PWD" "$@" > "${said}"\n`);
    await chmod(join(folder, "npm"), 0o755);
    const env = { PATH: `${folder}:${process.env.PATH}`, LIVECORPUS_CLONE: folder, LIVECORPUS_CORPUS: "a b;c" };
    expect(spawnSync("bash", [join(root, "docs", "deploy", "slurm.sh")], { env }).status).toBe(0);
    const [where, ...args] = (await readFile(said, "utf8")).trimEnd().split("\n");
    expect(where).toBe(folder);
    expect(args).toEqual(
      "run --silent livecorpus -- run --study my-study --corpus|a b;c|--processes 2"
        .split("|")
        .flatMap((part, i) => (i === 1 ? [part] : part.split(" "))),
    );
    const array = /--array=0-(\d+)/.exec(await recipe("slurm.sh"))![1];
    const variables = {
      SLURM_ARRAY_TASK_ID: "19",
      SLURM_ARRAY_TASK_COUNT: `${Number(array) + 1}`,
      SLURM_ARRAY_TASK_MIN: "0",
    };
    expect(detectShard(variables)).toMatchObject({ index: 19, count: 20 });
  });
});

test("every recipe starts a command that livecorpus knows", async () => {
  const kubernetes = parse(await recipe("kubernetes-job.yaml")).spec.template.spec.containers[0].args;
  const cloudRun = parse(await recipe("cloud-run-job.yaml")).spec.template.spec.template.spec.containers[0].args;
  // All options are known, so what is missing is only the corpus.
  for (const args of [kubernetes, cloudRun]) expect(await messageOf(args)).toContain("There is no corpus in");
});
