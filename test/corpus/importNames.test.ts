import { describe, expect, test } from "vitest";
import { makePseudonymiser } from "#lib/corpus/index.ts";
import { key, scratchImport, video } from "./scratchImport.ts";
import { twitchFile } from "./twitchFile.ts";

const twitch = makePseudonymiser(key, video.platform);
const { file, messages, run } = scratchImport();

describe("names that the platform wrote into a text", () => {
  const notices = [
    "Viewer_A subscribed with Prime. They've subscribed for 12 months! thanks",
    "Viewer_A gifted a Tier 1 sub to Viewer_B! They have given 5 Gift Subs in the channel!",
    "15 raiders from Viewer_A have joined!",
  ];
  const inText = twitch.name("Viewer_B");

  test("are pseudonyms in TwitchDownloader's JSON, the author's the one beside it", async () => {
    const comments = notices.map((body, i) => ({ id: `${i}`, seconds: i, author: "Viewer_A", body }));
    await run([await file("chat.json", twitchFile(comments))]);
    const own = twitch.author({ id: "id-Viewer_A", name: "Viewer_A" });
    expect((await messages()).map(({ author, text }) => [author, text])).toEqual([
      [own, `${own} subscribed with Prime. They've subscribed for 12 months! thanks`],
      [own, `${own} gifted a Tier 1 sub to @${inText}! They have given 5 Gift Subs in the channel!`],
      [own, `15 raiders from ${own} have joined!`],
    ]);
  });

  test("are pseudonyms in the logs of chat programs", async () => {
    const lines = notices.map((text, i) => `[2024-05-01 20:00:0${i}] <Viewer_A> ${text}\n`);
    await run([await file("irc.log", lines.join(""))], { start: "2024-05-01 20:00", zone: "Asia/Tokyo" });
    const texts = (await messages()).map(({ text }) => text);
    expect(texts).toHaveLength(3);
    for (const text of texts) expect(text).not.toMatch(/viewer_[ab]/i);
  });

  test("leave the ids of messages without ids as they were", async () => {
    await run([await file("chat.txt", "[0:00:01] Viewer_A: Viewer_A subscribed with Prime.\n")]);
    const digest = twitch.digest(`1000\n${twitch.name("Viewer_A")}\nViewer_A subscribed with Prime.`);
    expect((await messages())[0]?.id).toBe(`m_${Buffer.from(digest.slice(0, 10), "latin1").toString("hex")}`);
  });
});
