import { describe, expect, test } from "vitest";
import { findFormat, twitchIrc } from "#lib/formats/index.ts";
import { parseStamp } from "../../lib/formats/parseStamp.ts";
import { readChat } from "./reading.ts";

const tags = (more = "") =>
  `@badge-info=subscriber/8;badges=moderator/1,subscriber/6;color=#00FF7F;display-name=Viewer_A;emotes=;flags=;id=c1;mod=1;room-id=9001;tmi-sent-ts=1642786203573;user-id=11;user-type=${more ? `;${more}` : ""}`;
const from = ":viewer_a!viewer_a@viewer_a.tmi.twitch.tv";
const hello = {
  index: 0,
  sentAt: "2022-01-21T17:30:03.573Z",
  author: { name: "Viewer_A", id: "11" },
  roles: ["moderator", "subscriber"],
  kind: "text",
  text: "hello",
  id: "c1",
};
const read = (text: string) => readChat(twitchIrc, text);

describe("raw lines", () => {
  test("a message has the server's time and what its tags say", async () => {
    expect(await read(`${tags()} ${from} PRIVMSG #streamer_one :hello\r\n`)).toEqual({
      messages: [hello],
      skipped: {},
      unknownFields: {},
      video: {},
    });
  });

  test("a text keeps its colons and spaces, and an action is its text", async () => {
    const { messages } = await read(
      `${tags()} ${from} PRIVMSG #s ::) see: a  b \n${tags()} ${from} PRIVMSG #s :\u0001ACTION waves\u0001\n`,
    );
    expect(messages.map(({ text }) => text)).toEqual([":) see: a  b ", "waves"]);
  });

  test("bits, pinned messages and donations are paid in their currency", async () => {
    const lines = [
      `${tags("bits=100")} ${from} PRIVMSG #s :cheer100`,
      `${tags("pinned-chat-paid-amount=500;pinned-chat-paid-currency=USD;pinned-chat-paid-exponent=2")} ${from} PRIVMSG #s :pin`,
      `${tags("msg-id=charitydonation;msg-param-donation-amount=1050;msg-param-donation-currency=EUR;msg-param-exponent=2")} ${from} USERNOTICE #s`,
    ];
    const { messages } = await read(lines.join("\n"));
    expect(messages.map(({ kind, amount, currency }) => [kind, amount, currency])).toEqual([
      ["paid", 100, "BITS"],
      ["paid", 5, "USD"],
      ["paid", 10.5, "EUR"],
    ]);
  });

  test("notices are memberships, gifts and system, with what the person wrote", async () => {
    const notice = (id: string, text = "") =>
      `${tags(`login=viewer_a;msg-id=${id};msg-param-months=8;system-msg=Viewer_A\\ssubscribed\\sat\\sTier\\s1.`)} :tmi.twitch.tv USERNOTICE #s${text}`;
    const { messages, unknownFields } = await read(
      [
        notice("resub", " :eight months"),
        notice("sub"),
        notice("submysterygift"),
        notice("raid"),
        notice("announcement", " :news"),
      ].join("\n"),
    );
    expect(messages.map(({ kind, text }) => [kind, text])).toEqual([
      ["membership", "eight months"],
      ["membership", ""],
      ["gift", ""],
      ["system", ""],
      ["system", "news"],
    ]);
    expect(unknownFields).toEqual({});
  });

  test("escapes of tags are undone, unknown tags are counted", async () => {
    const odd = `@display-name=A\\:B\\sC\\\\D\\x;tmi-sent-ts=1642786203573;mood=good;vip ${from} PRIVMSG #s :x`;
    const { messages, unknownFields } = await read(odd);
    expect(messages[0]?.author.name).toBe("A;B C\\Dx");
    expect(unknownFields).toEqual({ "tags.mood": 1 });
  });

  test("emotes are cut out of the text by code points", async () => {
    const { messages } = await read(
      `${tags().replace("emotes=", "emotes=25:2-6,8-12/1902:14-18")} ${from} PRIVMSG #s :😀 Kappa Kappa Keepo`,
    );
    expect(messages[0]?.emotes).toEqual(["Kappa", "Keepo"]);
  });

  test("lines that are no message, or have no time, are counted", async () => {
    const { messages, skipped } = await read(
      [
        `PING :tmi.twitch.tv`,
        `:tmi.twitch.tv 001 nick :Welcome`,
        `${from} JOIN #s`,
        `@tmi-sent-ts=1;target-user-id=1 :tmi.twitch.tv CLEARCHAT #s :viewer_b`,
        `${from} PRIVMSG #s :when?`,
        `@tmi-sent-ts=soon ${from} PRIVMSG #s :when?`,
        "",
        "nonsense",
      ].join("\n"),
    );
    expect(messages).toEqual([]);
    expect(skipped).toEqual({ "bad-row": 2, "not-a-message": 3, "missing-time": 2 });
  });

  test("a logger's own stamp is the time of a line without tags", async () => {
    const { messages } = await read(
      `2026-01-01_10:11:12 — ${from} PRIVMSG #s :one\n[2026-01-01 10:11:13 UTC] ${from} PRIVMSG #s :two`,
    );
    expect(messages.map(({ sentAt, author, text }) => [sentAt, author.name, text])).toEqual([
      ["2026-01-01T10:11:12", "viewer_a", "one"],
      ["2026-01-01T10:11:13Z", "viewer_a", "two"],
    ]);
  });
});

describe("logs of chat programs", () => {
  test("Korean stamps of both halves of the day are local times", async () => {
    const { messages, skipped } = await read(
      "[21. 11. 17. 오전 12:00:01] <viewer_a> 안녕\n[21. 11. 17. 오전 06:50:57] <Viewer_B> hi <3\n[21. 11. 17. 오후 12:10:00] ** viewer_c waves\n[21. 11. 17. 오후 11:59:59] <viewer_a> \n",
    );
    expect(messages.map(({ index, sentAt, author, text }) => [index, sentAt, author.name, text])).toEqual([
      [0, "2021-11-17T00:00:01", "viewer_a", "안녕"],
      [1, "2021-11-17T06:50:57", "Viewer_B", "hi <3"],
      [2, "2021-11-17T12:10:00", "viewer_c", "waves"],
      [3, "2021-11-17T23:59:59", "viewer_a", ""],
    ]);
    expect(skipped).toEqual({});
  });

  test("times of day belong to the day that the log names, and to the next one past midnight", async () => {
    const { messages, skipped } = await read(
      "# Start logging at 2026-01-31 23:59:00 CET\n[23:59:58] viewer_a: late\n[23:59:59]  viewer_b has been timed out\n[00:00:01] viewer_b: early: very\n# Stop logging at 2026-02-01 00:01:00 CET\n# Start logging at 2026-02-03 10:00:00 CET\n[10:00:01] viewer_a: again\n",
    );
    expect(messages.map(({ sentAt, text }) => [sentAt, text])).toEqual([
      ["2026-01-31T23:59:58", "late"],
      ["2026-02-01T00:00:01", "early: very"],
      ["2026-02-03T10:00:01", "again"],
    ]);
    expect(skipped).toEqual({ "not-a-message": 4 });
  });

  test("a stamp that is no time is counted", async () => {
    const { skipped } = await read(
      "[21. 13. 40. 오전 06:50:57] <viewer_a> x\n[yesterday] <viewer_a> x\n[10:00:00] <viewer_a> x",
    );
    expect(skipped).toEqual({ "bad-time": 3 });
  });

  test("stamps that start with the year are read, others are ambiguous and are not", () => {
    expect(parseStamp("2026-02-28 23:59:59.250")).toBe("2026-02-28T23:59:59.250");
    expect(parseStamp("2026/2/3 9:05")).toBe("2026-02-03T09:05:00");
    expect(parseStamp("2026-02-03T09:05:00+0900")).toBe("2026-02-03T09:05:00+09:00");
    expect(parseStamp("2026. 2. 3. 午後 9:05:07")).toBe("2026-02-03T21:05:07");
    expect(parseStamp("2026-02-03 9:05:07 PM")).toBe("2026-02-03T21:05:07");
    expect(parseStamp("2026-02-03 12:00:00 AM")).toBe("2026-02-03T00:00:00");
    for (const text of [
      "01/02/21 10:00:00",
      "2026-02-29 10:00:00",
      "2026-02-03 24:00:00",
      "2026-02-03 13:00 PM",
      "2026-02-03",
      "10:00:00",
      "x",
    ])
      expect(parseStamp(text), text).toBeUndefined();
  });
});

test("both kinds are recognised, and a text with stamps from the start of a video is another format", () => {
  const heads = [
    `${tags()} ${from} PRIVMSG #s :hello\n`,
    ":tmi.twitch.tv 001 nick :Welcome\n",
    "[21. 11. 17. 오전 06:50:57] <viewer_a> 안녕\n[21. 11. 17. 오전 06:50:58] ** viewer_b waves\n",
    "# Start logging at 2026-01-31 23:59:00 CET\n[23:59:58] viewer_a: late\n",
  ];
  for (const text of heads) expect(findFormat({ text, whole: true }, "chat.log").name).toBe("twitch-irc");
  expect(findFormat({ text: "[0:00:01] viewer_a: hi\n", whole: true }, "chat.txt").name).toBe("twitchdownloader-text");
});
