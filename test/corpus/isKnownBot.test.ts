import { expect, test } from "vitest";
import { scratchImport } from "./scratchImport.ts";
import { twitchFile } from "./twitchFile.ts";

const { file, messages, run } = scratchImport();

test("a bot that many channels have gets its role at import, before its name is a pseudonym; nobody else does", async () => {
  const authors = ["Nightbot", "StreamElements", "nightbot_fan", "viewer_a"];
  const comments = authors.map((author, i) => ({ id: `${i}`, seconds: i, author, body: "hello" }));
  await run([await file("chat.json", twitchFile(comments))]);
  const found = await messages();
  expect(found.map(({ roles }) => roles)).toEqual([["bot"], ["bot"], [], []]);
  expect(JSON.stringify(found)).not.toMatch(/nightbot/i);
});
