import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AuthError, InputError } from "#lib/errors.ts";
import { checkQueueServer } from "../../../lib/work/bullmq/checkQueueServer.ts";
import { freePort, startPostgres, startRedis, type TestServer, testPassword } from "./servers.ts";

/** The error of a check; its message never has the password. */
async function refusalOf(url: string): Promise<Error> {
  const error = await checkQueueServer(url).then(
    () => new Error("was not refused"),
    (reason) => reason as Error,
  );
  for (let one: unknown = error; one instanceof Error; one = one.cause)
    expect(`${one.message} ${one.stack} ${JSON.stringify(one)}`).not.toMatch(/pass-word/);
  return error;
}

describe("a Redis for queues", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startRedis(["--requirepass", testPassword, "--maxmemory-policy", "allkeys-lru"]);
  });
  afterAll(() => server.stop());
  const withPassword = (password: string) => server.url.replace("redis://", `redis://:${password}@`);

  test("that may throw tasks out of its memory is used, but a person is told", async () => {
    const advice = await checkQueueServer(withPassword(testPassword));
    expect(advice).toMatch(/^The Redis on redis:\/\/127.0.0.1:[0-9]+ may throw tasks out .* allkeys-lru.* noeviction/);
  });

  test.each([
    ["a wrong password", () => withPassword("pass-word-8"), /does not take the user or the password.*WRONGPASS/],
    ["no password", () => server.url, /does not take the user or the password.*NOAUTH/],
  ])("refuses %s, and says so without it", async (_, url, words) => {
    const error = await refusalOf(url());
    expect(error).toBeInstanceOf(AuthError);
    expect(error.message).toMatch(words);
  });

  test("of a user who may not do what is needed says what that is", async () => {
    const user = "user limited on >pass-word-7 ~other:* +@all -info";
    const limited = await startRedis(["--user", ...user.split(" ").slice(1)]);
    try {
      const error = await refusalOf(limited.url.replace("redis://", "redis://limited:pass-word-7@"));
      expect(error).toBeInstanceOf(InputError);
      expect(error.message).toMatch(/NOPERM.*The user has to be allowed all commands on the keys bull:livecorpus-\*/);
    } finally {
      await limited.stop();
    }
  });

  test("that does not run, or is something else, is named with what to do", async () => {
    const nobody = await refusalOf(`redis://:pass-word-9@127.0.0.1:${await freePort()}`);
    expect(nobody).toBeInstanceOf(InputError);
    expect(nobody.message).toMatch(/redis:\/\/127.0.0.1:[0-9]+ .*ECONNREFUSED.*Start the server, or name another/);
    const web = createServer((_, response) => response.end("hello")).listen(0, "127.0.0.1");
    await once(web, "listening");
    const other = await refusalOf(`redis://127.0.0.1:${(web.address() as AddressInfo).port}`);
    expect(other).toBeInstanceOf(InputError);
    expect(other.message).toMatch(/does not answer as it should/);
    web.closeAllConnections();
    web.close();
  });
});

describe("a PostgreSQL for queues", () => {
  let server: TestServer;
  let owner: Client;
  beforeAll(async () => {
    server = await startPostgres();
    owner = new Client({ connectionString: server.url });
    await owner.connect();
    await owner.query("CREATE USER plain PASSWORD 'pass-word-7'");
    await owner.query("REVOKE CREATE ON DATABASE postgres FROM PUBLIC");
  }, 60_000);
  afterAll(async () => {
    await owner.end();
    await server.stop();
  });
  const plain = () => server.url.replace(`owner:${testPassword}`, "plain:pass-word-7");

  test("where the user may make no tables says which right is missing", async () => {
    const error = await refusalOf(plain());
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toMatch(/permission denied for database postgres.*GRANT CREATE, TEMPORARY ON DATABASE/);
  });

  test("needs that right only once: tables that are there are used as they are", async () => {
    expect(await checkQueueServer(server.url)).toBeNull();
    expect(await checkQueueServer(server.url)).toBeNull();
    await owner.query("GRANT USAGE ON SCHEMA bullmq TO plain");
    await owner.query("GRANT ALL ON ALL TABLES IN SCHEMA bullmq TO plain");
    expect(await checkQueueServer(plain())).toBeNull();
  });

  test.each([
    [
      "a wrong password",
      () => server.url.replace(testPassword, "pass-word-8"),
      AuthError,
      /password authentication failed/,
    ],
    [
      "no such database",
      () => server.url.replace(/postgres$/, "nowhere"),
      InputError,
      /"nowhere" does not exist.*Create the/,
    ],
    [
      "another server",
      () => server.url.replace(String(server.port), "1"),
      InputError,
      /ECONNREFUSED.*Start the server/,
    ],
  ])("with %s is refused, with what to do", async (_, url, kind, words) => {
    const error = await refusalOf(url());
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toMatch(words);
  });
});
