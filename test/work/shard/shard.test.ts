import { describe, expect, test } from "vitest";
import { InputError } from "#lib/errors.ts";
import { detectShard, parseShard } from "#lib/work/index.ts";

describe("a shard that a person writes", () => {
  test("counts from 1", () => {
    expect(parseShard("1/1")).toEqual({ index: 0, count: 1 });
    expect(parseShard("3/10")).toEqual({ index: 2, count: 10 });
  });

  test.each(["0/10", "11/10", "1/0", "3", "3/", "-1/3", "1.5/3", "3/10 ", ""])("%j is refused", (text) => {
    expect(() => parseShard(text)).toThrow(InputError);
  });
});

describe("a shard found in the environment", () => {
  test.each([
    ["Cloud Run Jobs", { CLOUD_RUN_TASK_INDEX: "2", CLOUD_RUN_TASK_COUNT: "10" }],
    ["Google Cloud Batch", { BATCH_TASK_INDEX: "2", BATCH_TASK_COUNT: "10" }],
    ["Kubernetes Indexed Jobs", { JOB_COMPLETION_INDEX: "2", LIVECORPUS_SHARD_COUNT: "10" }],
    ["Slurm", { SLURM_ARRAY_TASK_ID: "3", SLURM_ARRAY_TASK_COUNT: "10", SLURM_ARRAY_TASK_MIN: "1" }],
    ["AWS Batch", { AWS_BATCH_JOB_ARRAY_INDEX: "2", AWS_BATCH_JOB_ARRAY_SIZE: "10" }],
  ])("of %s counts from 0", (platform, env) => {
    expect(detectShard(env)).toEqual({ index: 2, count: 10, platform });
  });

  test("of Slurm may have a step between its tasks", () => {
    const env = { SLURM_ARRAY_TASK_COUNT: "6", SLURM_ARRAY_TASK_MIN: "5", SLURM_ARRAY_TASK_MAX: "25" };
    expect(detectShard({ ...env, SLURM_ARRAY_TASK_ID: "13" })).toMatchObject({ index: 2, count: 6 });
    expect(() => detectShard({ ...env, SLURM_ARRAY_TASK_ID: "14" })).toThrow(/none of its 6 tasks/);
  });

  test("is none where there is no array job", () => {
    expect(detectShard({ HOME: "x", LIVECORPUS_SHARD_COUNT: "3" })).toBeNull();
  });

  test("may be named by two platforms only when they agree", () => {
    const slurm = { SLURM_ARRAY_TASK_ID: "2", SLURM_ARRAY_TASK_COUNT: "4", SLURM_ARRAY_TASK_MIN: "0" };
    const batch = { BATCH_TASK_INDEX: "2", BATCH_TASK_COUNT: "4" };
    expect(detectShard({ ...slurm, ...batch })).toMatchObject({ index: 2, count: 4 });
    expect(() => detectShard({ ...slurm, ...batch, BATCH_TASK_COUNT: "5" })).toThrow(/3\/5.*3\/4.*--shard/);
  });

  test.each([
    [{ JOB_COMPLETION_INDEX: "2" }, /LIVECORPUS_SHARD_COUNT, found nothing/],
    [{ CLOUD_RUN_TASK_INDEX: "10", CLOUD_RUN_TASK_COUNT: "10" }, /none of its 10 tasks/],
    [{ BATCH_TASK_INDEX: "x", BATCH_TASK_COUNT: "10" }, /BATCH_TASK_INDEX, found "x"/],
  ])("says what is wrong with %j", (env, message) => {
    expect(() => detectShard(env)).toThrow(InputError);
    expect(() => detectShard(env)).toThrow(message);
  });
});
