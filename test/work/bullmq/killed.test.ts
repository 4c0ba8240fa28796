import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from "vitest";
import { killTwoOfFour } from "../killHarness.ts";
import { startPostgres, startRedis, type TestServer } from "./servers.ts";

describe.each([
  ["Redis", startRedis],
  ["PostgreSQL", startPostgres],
])("with tasks brought by BullMQ on %s", (_, start) => {
  let server: TestServer;
  let location: string;
  beforeAll(async () => {
    server = await start();
  }, 60_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    location = await mkdtemp(join(tmpdir(), "livecorpus-killed-"));
  });
  afterEach(() => rm(location, { recursive: true }));

  test.each(["a", "b"])(
    "two of four processes are killed and nothing is lost or done twice (seed %s)",
    async (seed) => {
      await killTwoOfFour({ location, seed, queueUrl: server.url });
    },
    60_000,
  );
});
