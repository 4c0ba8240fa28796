import { describe, expect, it } from "vitest";
import { zoomChat } from "#lib/formats/index.ts";
import { readAll } from "./readAll.ts";

const read = (content: string) => readAll(zoomChat, content);

describe("Zoom chat of a recording", () => {
  it("reads offset, name and text", async () => {
    const { messages } = await read("00:06:51\tviewer_a:\tgm\r\n01:00:00\tviewer_b:\thello: you\r\n");
    expect(messages).toEqual([
      { index: 0, atMs: 411_000, author: { name: "viewer_a" }, roles: [], kind: "text", text: "gm" },
      { index: 1, atMs: 3_600_000, author: { name: "viewer_b" }, roles: [], kind: "text", text: "hello: you" },
    ]);
  });

  it("keeps the lines of one message together, however its breaks were written", async () => {
    const { messages } = await read("00:00:01\ta:\tone\n\ntwo\rthree \r\n00:00:02\tb:\tfour\n");
    expect(messages.map((message) => message.text)).toEqual(["one\n\ntwo\nthree", "four"]);
  });

  it("reads names with colons, bars and brackets", async () => {
    const names = ["team: viewer_a", "viewer_b | lab", "viewer_c (host)", "12:30 viewer_d"];
    const { messages } = await read(names.map((name) => `00:00:01\t${name}:\thi`).join("\r\n"));
    expect(messages.map((message) => message.author.name)).toEqual(names);
  });

  it("reads a reaction as a system message that holds the emoji and none of the other's words", async () => {
    const { messages } = await read(
      [
        'Reacted to "secret words..." with 👍',
        'Reacted to "two\nlines with "quotes" in them" with ❤️',
        'Reacted to secret words... with "🔥"',
        'Removed a 👍 reaction from "secret words..."',
        "Reacted badly to this",
      ]
        .map((text) => `00:00:01\ta:\t${text}`)
        .join("\r\n"),
    );
    expect(messages.map(({ kind, text, emotes }) => ({ kind, text, emotes }))).toEqual([
      { kind: "system", text: "Reacted with 👍", emotes: ["👍"] },
      { kind: "system", text: "Reacted with ❤️", emotes: ["❤️"] },
      { kind: "system", text: "Reacted with 🔥", emotes: ["🔥"] },
      { kind: "system", text: "Removed a 👍 reaction", emotes: undefined },
      { kind: "text", text: "Reacted badly to this", emotes: undefined },
    ]);
  });

  it("keeps of a reply what is new in it", async () => {
    const { messages } = await read(
      [
        'Replying to "secret words..."\n\nmine',
        'Replying to "secret words…"\nmine',
        'Replying to "secret\n\nwords" \n\n mine\nand more',
        'Replying to "secret words"',
      ]
        .map((text) => `00:00:01\ta:\t${text}`)
        .join("\r\n"),
    );
    expect(messages.map((message) => message.text)).toEqual(["mine", "mine", "mine\nand more", ""]);
  });

  it("counts what stands before the first stamp", async () => {
    const { messages, skipped } = await read("a title\n\n00:00:01\ta:\thi");
    expect(messages).toHaveLength(1);
    expect(skipped).toEqual({ "missing-time": 1 });
  });

  it("stops a text that has no end", async () => {
    const { messages, skipped } = await read(`00:00:01\ta:\thi\n${`${"x".repeat(300_000)}\n`.repeat(5)}`);
    expect(messages[0]?.text).toHaveLength(900_005);
    expect(skipped).toEqual({ "overlong-text": 2 });
  });
});

describe("Zoom chat as a participant saved it", () => {
  it("reads the time of day, the name and the text, also below the line", async () => {
    const { messages } = await read(
      "10:03:12\t From  viewer_a : hi\n9:04:00 From viewer_b to Everyone : hello\n10:05:00 From viewer_c To Everyone:\r\n\tbelow\r\n",
    );
    expect(messages.map(({ sentAt, author, text }) => [sentAt, author.name, text])).toEqual([
      ["10:03:12", "viewer_a", "hi"],
      ["09:04:00", "viewer_b", "hello"],
      ["10:05:00", "viewer_c", "below"],
    ]);
  });

  it("leaves out direct messages, which were not for all", async () => {
    const { messages, skipped } = await read(
      "10:00:00 From a to b(Direct Message) : secret\n10:00:01 From a to b (Privately) : secret\n10:00:02 From a to Everyone : hi",
    );
    expect(messages.map((message) => message.text)).toEqual(["hi"]);
    expect(skipped).toEqual({ "direct-message": 2 });
  });
});

it("Zoom chat is recognised by its first line", () => {
  const recognise = (text: string) => zoomChat.recognise({ text, whole: true });
  expect(recognise("00:06:51\tviewer_a:\tgm\r\n")).toBe(true);
  expect(recognise("10:03:12 From viewer_a to Everyone : hi")).toBe(true);
  expect(recognise("00:06:51\tviewer_a\tgm")).toBe(false);
  expect(recognise("[00:06:51] viewer_a: gm")).toBe(false);
  expect(recognise("1\n00:00:01,000 --> 00:00:02,000\nhi")).toBe(false);
  expect(recognise("")).toBe(false);
});
