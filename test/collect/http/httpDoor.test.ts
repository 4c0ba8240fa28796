import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { type HttpCall, makeHttpDoor } from "#lib/collect/index.ts";
import { AuthError, PermanentError, RateLimitedError, TransientError } from "#lib/errors.ts";
import { doorEffects } from "./doorEffects.ts";
import { type Given, type Loopback, type Received, startLoopback } from "./loopbackServer.ts";

const key = "AIza-planted/secret+1";
let server: Loopback;
afterEach(() => server?.close());

/** A server that gives the answers in turn, the last one for ever. */
async function serve(...answers: (Given | ((request: Received) => Given))[]): Promise<void> {
  let next = 0;
  server = await startLoopback((request) => {
    const answer = answers[Math.min(next++, answers.length - 1)]!;
    return typeof answer === "function" ? answer(request) : answer;
  });
}

const call = (more: Partial<HttpCall<unknown>> = {}): HttpCall<unknown> => ({
  what: "list things",
  url: `${server.url}/things`,
  headers: { "X-Goog-Api-Key": key },
  answer: z.object({ things: z.number() }),
  ...more,
});

test("gives what was answered, with the query and the headers it was asked with", async () => {
  await serve({ body: { things: 3, more: true } });
  const door = makeHttpDoor(doorEffects().options);
  expect(await door.json(call({ query: { q: "雑談 &", page: undefined, n: 50 } }))).toEqual({ things: 3 });
  const [{ query, headers, method }] = server.received as [Received];
  expect([method, query.toString(), headers["x-goog-api-key"]]).toEqual(["GET", "q=%E9%9B%91%E8%AB%87+%26&n=50", key]);
});

test("sends a form as a form and a body as JSON, by POST", async () => {
  await serve({ body: { things: 1 } });
  const door = makeHttpDoor(doorEffects().options);
  await door.json(call({ form: { grant_type: "client_credentials", client_secret: "a b" } }));
  await door.json(call({ body: [{ id: 1 }] }));
  expect(server.received.map(({ method, headers, body }) => [method, headers["content-type"], body])).toEqual([
    ["POST", "application/x-www-form-urlencoded", "grant_type=client_credentials&client_secret=a+b"],
    ["POST", "application/json", '[{"id":1}]'],
  ]);
});

test("asks again after a 500, an answer that is cut off, and one that is no JSON", async () => {
  await serve({ status: 500 }, { body: '{"things"', cut: true }, { body: "<html>" }, { body: { things: 4 } });
  const { options, entries, pauses } = doorEffects();
  expect(await makeHttpDoor(options).json(call())).toEqual({ things: 4 });
  expect(entries.map(({ attempt, status }) => [attempt, status])).toEqual([
    [1, 500],
    [2, 200],
    [3, 200],
    [4, 200],
  ]);
  expect(pauses).toEqual([500, 1000, 2000]);
});

test.each([
  ["seconds", { "Retry-After": "7" }, 7000],
  ["a date", { "Retry-After": "Sun, 01 Mar 2026 12:00:30 GMT" }, 30_000],
  ["the second of Twitch's reset", { "Ratelimit-Reset": `${Date.parse("2026-03-01T12:00:12Z") / 1000}` }, 12_000],
  ["nothing", {}, 0],
])("waits as long as a 429 asks for in %s", async (_, headers, waitMs) => {
  await serve({ status: 429, headers }, { body: { things: 1 } });
  const { options, pauses } = doorEffects();
  await makeHttpDoor(options).json(call());
  expect(pauses).toEqual([waitMs + 500]);
});

test("a pause longer than its patience is left to the caller, with its length", async () => {
  await serve({ status: 503, headers: { "Retry-After": "86400" } });
  const failed = makeHttpDoor(doorEffects().options).json(call());
  await expect(failed).rejects.toThrow(RateLimitedError);
  await expect(failed).rejects.toMatchObject({ retryAfterMs: 86_400_000 });
});

test.each([
  [400, PermanentError],
  [401, AuthError],
  [403, AuthError],
  [404, PermanentError],
  [302, PermanentError],
] as const)("a %i is asked once and says what was refused", async (status, kind) => {
  await serve({ status, headers: { Location: "/elsewhere" }, body: { error: { message: "not\nthis" } } });
  const failed = makeHttpDoor(doorEffects().options).json(call());
  await expect(failed).rejects.toThrow(kind);
  await expect(failed).rejects.toThrow(`Cannot list things at ${server.url}/things: status ${status}, "not this"`);
  expect(server.received).toHaveLength(1);
});

test("the platform's own reading of a refusal comes before the status", async () => {
  await serve({ status: 403, body: { error: { errors: [{ reason: "quotaExceeded" }] } } });
  const explain: HttpCall<unknown>["explain"] = ({ message }) => new RateLimitedError(`${message}: used up.`, 1e9);
  await expect(makeHttpDoor(doorEffects().options).json(call({ explain }))).rejects.toThrow(/403: used up\.$/);
});

test("an answer of another shape says where it differs and is not asked for again", async () => {
  await serve({ body: { things: "three" } });
  await expect(makeHttpDoor(doorEffects().options).json(call())).rejects.toThrow(/another answer at things: .*number/);
  expect(server.received).toHaveLength(1);
});

test("a server that is not there is asked until patience ends, and named", async () => {
  await serve({});
  const { url } = server;
  await server.close();
  const { options, pauses } = doorEffects();
  const failed = makeHttpDoor(options).json({ ...call(), url });
  await expect(failed).rejects.toThrow(TransientError);
  await expect(failed).rejects.toThrow(`at ${url}/: ECONNREFUSED. Check the connection.`);
  expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(200_000);
});

test("a server that never answers is given up after the time for one attempt", async () => {
  server = await startLoopback(() => new Promise<Given>(() => {}));
  const patience = { firstPauseMs: 0, longestPauseMs: 0, giveUpAfterMs: -1 };
  const door = makeHttpDoor({ ...doorEffects().options, timeoutMs: 20, patience });
  await expect(door.json(call())).rejects.toThrow("no answer within 0.02 s");
});

test("no message and no log entry holds a secret, even when the server repeats it", async () => {
  const echo = ({ headers, query }: Received): Given => ({
    status: 400,
    body: { error: { message: `${".".repeat(170)} key ${headers["x-goog-api-key"]} is bad, ${query.get("token")}` } },
  });
  await serve(echo);
  const { options, entries } = doorEffects();
  const door = makeHttpDoor({ ...options, secrets: [key] });
  door.hide("later token");
  const error = await door.json(call({ query: { token: "later token", q: "x" } })).catch((one: Error) => one);
  const all = JSON.stringify([entries, (error as Error).message, (error as Error).stack]);
  expect(all).toContain("key [hidden] is bad");
  for (const one of [key, encodeURIComponent(key), "AIza", "later"]) expect(all).not.toContain(one);
});
