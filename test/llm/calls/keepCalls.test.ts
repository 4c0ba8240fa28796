import { describe, expect, it } from "vitest";
import { fixedClock } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import {
  callKey,
  keepCalls,
  type LanguageModel,
  listCalls,
  type ModelReply,
  type ModelRequest,
  replayCalls,
  replyOf,
  requestOf,
  spentOn,
} from "#lib/llm/index.ts";
import { callPath, isCallOf } from "#lib/records/index.ts";
import { memoryStore } from "../../work/memoryStore.ts";

const clock = fixedClock("2026-01-01T00:00:00Z");
const video = { platform: "twitch", id: "1/../2" } as const;
const request: ModelRequest = {
  prefix: "chunk ",
  ask: "question",
  temperature: 0,
  maxOutputTokens: 10,
  draw: 0,
  videos: [video],
};

function scene(answer: (n: number) => ModelReply["outcome"] | Error = () => ({ status: "ok", text: "1" })) {
  const files = memoryStore();
  let asked = 0;
  const model: LanguageModel = {
    name: "test:m",
    ask: async () => {
      const outcome = answer(++asked);
      await new Promise((resolve) => setImmediate(resolve));
      if (outcome instanceof Error) throw outcome;
      return {
        outcome,
        usage: { inputTokens: 5, cachedTokens: 0, outputTokens: 1, costUsd: 0.25 },
        modelVersion: "m-1",
      };
    },
  };
  return { files, model: keepCalls(model, { files, study: "s", clock }), asked: () => asked, bare: model };
}

describe("a model whose calls are kept", () => {
  it("is asked once for each request, text, draw and setting", async () => {
    const { model, asked, files } = scene();
    const first = await model.ask(request);
    expect(await model.ask(request)).toEqual(first);
    expect(asked()).toBe(1);
    const others = [{ draw: 1 }, { temperature: 0.5 }, { maxOutputTokens: 11 }, { ask: "questions" }, { schema: {} }];
    for (const other of others) await model.ask({ ...request, ...other });
    expect(asked()).toBe(1 + others.length);
    expect(files.objects.size).toBe(1 + others.length);
  });

  it("is asked once for what comes from many places at once", async () => {
    const { model, asked } = scene();
    const replies = await Promise.all(Array.from({ length: 50 }, () => model.ask(request)));
    expect(asked()).toBe(1);
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
  });

  it("keeps what is paid, and not what was refused", async () => {
    const outcomes = [
      { status: "failed", reason: "400" },
      { status: "blocked", reason: "prompt: SAFETY" },
    ] as const;
    const { model, asked, files } = scene((n) => outcomes[n - 1]!);
    expect((await model.ask(request)).outcome.status).toBe("failed");
    expect(files.objects.size).toBe(0);
    expect((await model.ask(request)).outcome.status).toBe("blocked");
    expect((await model.ask(request)).outcome.status).toBe("blocked");
    expect(asked()).toBe(2);
  });

  it("leaves an error of one caller to that caller", async () => {
    const { model } = scene((n) => (n === 1 ? new Error("cut") : { status: "ok", text: "1" }));
    const ends = await Promise.allSettled([model.ask(request), model.ask(request)]);
    expect(ends.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  });

  it("goes on with the answer of another process that was faster", async () => {
    const { files, bare } = scene((n) => ({ status: "ok", text: String(n) }));
    const two = [1, 2].map(() => keepCalls(bare, { files, study: "s", clock }));
    const [a, b] = await Promise.all(two.map((model) => model.ask(request)));
    expect(a).toEqual(b);
    expect(files.objects.size).toBe(1);
  });

  it("keeps all that was asked and answered, found by video without reading it", async () => {
    const { files, model } = scene();
    const donor = { platform: "youtube", id: "d" } as const;
    await model.ask({ ...request, schema: { type: "object" }, videos: [video, donor] });
    const calls = [];
    for await (const call of listCalls(files, "s")) calls.push(call);
    const [call] = calls;
    expect(calls).toHaveLength(1);
    expect(call!.key).toBe(callKey("test:m", requestOf(call!)));
    expect(requestOf(call!)).toEqual({ ...request, schema: { type: "object" }, videos: [video, donor] });
    expect(replyOf(call!).usage.costUsd).toBe(0.25);
    expect(call!.askedAt).toBe("2026-01-01T00:00:00.000Z");
    const [path] = files.objects.keys();
    expect([video, donor, { platform: "twitch", id: "1" } as const].map((one) => isCallOf(path!, one))).toEqual([
      ...[true, true, false],
    ]);
    expect(await spentOn(files, "s")).toEqual({ usd: 0.25, tokens: 6 });
  });

  it("lists many calls in the order of their paths, some read ahead, and stops at one that is damaged", async () => {
    const { files, model } = scene();
    for (let draw = 0; draw < 60; draw++) await model.ask({ ...request, draw });
    let now = 0;
    let most = 0;
    const slow = {
      ...files,
      get: async (name: string) => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setImmediate(resolve));
        now--;
        return files.get(name);
      },
    };
    const keys: string[] = [];
    for await (const { key } of listCalls(slow, "s")) keys.push(key);
    expect(keys).toEqual(keys.slice().sort());
    expect(keys).toHaveLength(60);
    expect(most).toBeGreaterThan(8);
    files.objects.set([...files.objects.keys()].sort()[30]!, Buffer.from("{}"));
    const read: string[] = [];
    const all = async () => {
      for await (const { key } of listCalls(slow, "s")) read.push(key);
    };
    await expect(all()).rejects.toThrow(InputError);
    expect(read).toHaveLength(30);
  });

  it("refuses a kept call that was changed or damaged, by its name", async () => {
    const { files, model } = scene();
    await model.ask(request);
    const [[path, bytes]] = [...files.objects] as [[string, Uint8Array]];
    files.objects.set(path, Buffer.from(Buffer.from(bytes).toString().replace("question", "Question")));
    await expect(model.ask(request)).rejects.toThrow(/studies\/s\/calls\/.* in memory.*It was changed/);
    files.objects.set(path, Buffer.from("{"));
    await expect(model.ask(request)).rejects.toThrow(InputError);
  });
});

describe("replay", () => {
  it("answers from kept calls alone, and names the request that is missing", async () => {
    const { files, model } = scene();
    const reply = await model.ask(request);
    const replayed = replayCalls("test:m", { files, study: "s" });
    expect(await replayed.ask(request)).toEqual(reply);
    await expect(replayed.ask({ ...request, draw: 3 })).rejects.toThrow(
      new RegExp(
        `test:m: draw 3, about twitch 1/../2, key ${callKey("test:m", { ...request, draw: 3 })}, ending in "question"`,
      ),
    );
    await expect(replayCalls("test:other", { files, study: "s" }).ask(request)).rejects.toThrow(InputError);
  });
});

describe("a call's path", () => {
  it("is the same in whatever order the videos are named", () => {
    const other = { platform: "other", id: "x" } as const;
    expect(callPath("s", [video, other], "k")).toBe(callPath("s", [other, video, other], "k"));
    expect(callPath("s", [], "k")).toBe("studies/s/calls/none/k.json");
    expect(callPath("s", [video], "k")).toMatch(/^studies\/s\/calls\/[0-9a-f]{16}\/k\.json$/);
  });
});
