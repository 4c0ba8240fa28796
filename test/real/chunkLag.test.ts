import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { chunkStream, estimateLag } from "#lib/chunk/index.ts";
import { vtt, zoomChat } from "#lib/formats/index.ts";
import type { ChatMessage, Utterance } from "#lib/records/index.ts";
import { readAll } from "../formats/readAll.ts";
import { readSpeech } from "../formats/readSpeech.ts";

const root = process.env.LIVECORPUS_REAL;
if (!root) throw new Error("LIVECORPUS_REAL: expected the folder of real data, found nothing. Set it and run again.");

async function call(name: string): Promise<{ messages: ChatMessage[]; utterances: Utterance[] }> {
  const file = (each: string) => readFileSync(`${root}/pairs/${name}/${each}`);
  const { messages } = await readAll(zoomChat, file("chat.txt"));
  const { utterances } = await readSpeech(vtt, file("transcript.vtt"), {}, 1 << 16);
  return {
    messages: messages.map(({ index, author, atMs = 0, ...rest }) => ({
      ...rest,
      id: `m${index}`,
      atMs,
      author: author.name,
      origin: { file: "chat.txt", index },
    })),
    utterances: utterances.map(({ index, ...each }) => ({ id: `u${index}`, ...each })),
  };
}

describe("lags and chunks of real calls", async () => {
  const names = readdirSync(`${root}/pairs`).filter((name) => name.startsWith("ethereum_"));
  const calls = await Promise.all(names.map(call));
  const written = calls.map(({ messages }) => messages.filter((each) => each.kind === "text"));

  it("tell a lag in at most 5 % of the 240 pairings of one call's speech with another's chat", () => {
    let told = 0;
    for (const [i, { utterances }] of calls.entries())
      for (const [j, messages] of written.entries())
        if (i !== j && estimateLag({ messages, utterances, language: "en", seed: `${i}|${j}` }).lagMs !== null) told++;
    expect(calls).toHaveLength(16);
    expect(told).toBeLessThanOrEqual(12);
  });

  it("put each message and each utterance into one window", () => {
    for (const { messages, utterances } of calls) {
      const settings = { windowSeconds: 600, overlapSeconds: 0, lagSeconds: 0 };
      const chunks = chunkStream({ video: { platform: "other", id: "call" }, messages, utterances, settings });
      const sum = (key: "chatLines" | "filteredLines" | "speechLines") =>
        chunks.reduce((total, chunk) => total + chunk.counts[key], 0);
      expect(sum("chatLines") + sum("filteredLines")).toBe(messages.filter((each) => each.atMs >= 0).length);
      expect(sum("speechLines")).toBe(utterances.length);
    }
  });
});
