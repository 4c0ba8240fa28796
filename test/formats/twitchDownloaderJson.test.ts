import { describe, expect, test } from "vitest";
import { InputError } from "#lib/errors.ts";
import { findFormat, twitchDownloaderJson } from "#lib/formats/index.ts";
import { readChat } from "./reading.ts";

const comment = (fields: object = {}, message: object = {}) => ({
  _id: "c1",
  created_at: "2026-01-01T00:00:12.5Z",
  channel_id: "9001",
  content_type: "video",
  content_id: "2000000001",
  content_offset_seconds: 12,
  commenter: {
    display_name: "Viewer_A",
    _id: "11",
    name: "viewer_a",
    bio: null,
    created_at: "x",
    updated_at: "x",
    logo: "x",
  },
  message: {
    body: "hello",
    bits_spent: 0,
    fragments: [{ text: "hello", emoticon: null }],
    user_badges: [],
    user_color: null,
    emoticons: [],
    ...message,
  },
  ...fields,
});
const hello = {
  index: 0,
  atMs: 12_000,
  author: { name: "Viewer_A", id: "11" },
  roles: [],
  kind: "text",
  text: "hello",
  id: "c1",
};
const read = (value: unknown) => readChat(twitchDownloaderJson, JSON.stringify(value));

describe("the three forms", () => {
  const version1 = {
    FileInfo: {
      Version: { Major: 1, Minor: 4, Patch: 0 },
      CreatedAt: "2026-01-02T00:00:00Z",
      UpdatedAt: "0001-01-01T00:00:00",
    },
    streamer: { name: "streamer_one", login: "streamer_one", id: 9001 },
    clipper: null,
    video: {
      title: "Evening",
      id: "2000000001",
      created_at: "2026-01-01T00:00:00Z",
      start: 9000,
      end: 9180,
      length: 27_440,
      viewCount: 7,
      game: "x",
      chapters: [],
    },
    comments: [comment({ content_offset_seconds: 9002 })],
    embeddedData: { thirdParty: [], firstParty: [], twitchBadges: [], twitchBits: [] },
  };

  test("version 1 tells its video, and offsets stay offsets from the start of the stream where the video was cut", async () => {
    expect(await read(version1)).toEqual({
      messages: [{ ...hello, atMs: 9_002_000 }],
      skipped: {},
      unknownFields: {},
      video: {
        id: "2000000001",
        channelId: "9001",
        title: "Evening",
        startedAt: "2026-01-01T00:00:00Z",
        durationMs: 27_440_000,
        viewCount: 7,
        source: { tool: "TwitchDownloader", version: "1.4.0", collectedAt: "2026-01-02T00:00:00Z", basis: "import" },
      },
    });
  });

  test("the older form has the video of Twitch's own API", async () => {
    const video = {
      id: "1",
      user_id: "9001",
      title: "Evening",
      created_at: "2021-07-15T01:59:24Z",
      language: "en",
      view_count: 105,
      duration: "1h48m58s",
      type: "archive",
    };
    expect((await read({ video, comments: [comment()] })).video).toEqual({
      id: "1",
      channelId: "9001",
      title: "Evening",
      startedAt: "2021-07-15T01:59:24Z",
      language: "en",
      viewCount: 105,
      durationMs: 6_538_000,
    });
  });

  test("the bare array takes its video from the comments", async () => {
    expect(await read([comment()])).toEqual({
      messages: [hello],
      skipped: {},
      unknownFields: {},
      video: { id: "2000000001", channelId: "9001" },
    });
  });

  test("all three are recognised, and a chat without messages too", () => {
    for (const value of [version1, { video: {}, comments: [comment()] }, [comment()], { FileInfo: {}, comments: [] }]) {
      const head = { text: JSON.stringify(value, null, 2), whole: true };
      expect(findFormat(head, "chat.json").name).toBe("twitchdownloader-json");
    }
  });

  test("a later main version is refused with what to do", async () => {
    const later = read({ ...version1, FileInfo: { Version: { Major: 2, Minor: 0, Patch: 1 } } });
    await expect(later).rejects.toThrow(InputError);
    await expect(later).rejects.toThrow(/chat\.log: expected .* version 1, found version 2\.0\.1\. .*--map/);
  });
});

describe("messages", () => {
  test("bits are paid, a notice is what its id says, a null notice is nothing", async () => {
    const notice = (id: unknown) => comment({}, { user_notice_params: { "msg-id": id } });
    const { messages } = await read([
      comment({}, { bits_spent: 250 }),
      notice("resub"),
      notice("subgift"),
      notice("raid"),
      notice(null),
      notice("highlighted-message"),
      comment({}, { user_notice_params: { msgid: "sub" } }),
    ]);
    expect(messages.map(({ kind }) => kind)).toEqual([
      "paid",
      "membership",
      "gift",
      "system",
      "text",
      "text",
      "membership",
    ]);
    expect(messages[0]).toMatchObject({ amount: 250, currency: "BITS" });
  });

  test("badges that are roles become roles, once each", async () => {
    const user_badges = ["broadcaster", "subscriber", "founder", "bits-charity", "partner"].map((_id) => ({
      _id,
      version: "1",
    }));
    const { messages } = await read([comment({}, { user_badges }), comment({}, { user_badges: null })]);
    expect(messages.map(({ roles }) => roles)).toEqual([["broadcaster", "subscriber", "partner"], []]);
  });

  test("emotes are the fragments that are one, else cut out of the text by code points", async () => {
    const fragments = [
      { text: "W ", emoticon: null },
      { text: "vibeWave", emoticon: { emoticon_id: "1" } },
      { text: "vibeWave", emoticon: { emoticon_id: "1" } },
    ];
    const { messages } = await read([
      comment({}, { body: "W vibeWavevibeWave", fragments }),
      comment({}, { body: "😀 vibeLol x", fragments: null, emoticons: [{ _id: "2", begin: 2, end: 8 }] }),
      comment({}, { fragments: null, emoticons: null }),
    ]);
    expect(messages.map(({ emotes }) => emotes)).toEqual([["vibeWave"], ["vibeLol"], undefined]);
  });

  test("a body that is missing is put together from the fragments", async () => {
    const { messages } = await read([comment({}, { body: undefined, fragments: [{ text: "a " }, { text: "b" }] })]);
    expect(messages[0]?.text).toBe("a b");
  });

  test("a comment of a deleted account has no name, one without a display name has its login", async () => {
    const { messages } = await read([
      comment({ commenter: null }),
      comment({ commenter: { name: "viewer_b", _id: 5 } }),
    ]);
    expect(messages.map(({ author }) => author)).toEqual([{ name: "" }, { name: "viewer_b" }]);
  });

  test("offsets may be fractions, negative, or a number in quotes", async () => {
    const { messages } = await read(
      [128.8614, -3.5, "7", -0.0001].map((seconds) => comment({ content_offset_seconds: seconds })),
    );
    expect(messages.map(({ atMs }) => atMs)).toEqual([128_861, -3500, 7000, 0]);
  });
});

describe("bad rows", () => {
  test("each is counted by its reason, and the others keep their place in the file", async () => {
    const { messages, skipped } = await read([
      7,
      null,
      comment({ content_offset_seconds: undefined }),
      comment({ content_offset_seconds: "soon" }),
      comment({ content_offset_seconds: 1e300 }),
      comment({ content_offset_seconds: [1] }),
      comment({ message: null }),
      comment({ message: { fragments: [] } }),
      comment(),
    ]);
    expect(messages).toEqual([{ ...hello, index: 8 }]);
    expect(skipped).toEqual({ "bad-row": 2, "bad-offset": 4, "missing-message": 2 });
  });

  test("an offset of NaN, as Python writes it, is a bad offset", async () => {
    const text = JSON.stringify([comment(), comment()]).replace(
      '"content_offset_seconds":12',
      '"content_offset_seconds":NaN',
    );
    const { messages, skipped } = await readChat(twitchDownloaderJson, text);
    expect(messages).toEqual([{ ...hello, index: 1 }]);
    expect(skipped).toEqual({ "nan-literal": 1, "bad-offset": 1 });
  });

  test("values of the wrong type are left out, not believed", async () => {
    const odd = comment(
      { _id: 5, commenter: "viewer_a" },
      { bits_spent: "100", user_badges: "vip", user_notice_params: [], fragments: "x" },
    );
    expect((await read([odd])).messages).toEqual([
      { index: 0, atMs: 12_000, author: { name: "" }, roles: [], kind: "text", text: "hello" },
    ]);
  });

  test("fields that the format does not know are counted by path", async () => {
    const odd = { ...comment({ mood: 1 }, { tone: 1 }), commenter: { _id: "1", name: "viewer_a", age: 3 } };
    const { unknownFields } = await read({ comments: [odd, odd], novelty: {}, video: { id: "1", mood: 2 } });
    expect(unknownFields).toEqual({
      "comments[].mood": 2,
      "comments[].message.tone": 2,
      "comments[].commenter.age": 2,
      novelty: 1,
      "video.mood": 1,
    });
  });

  test("names that are data do not fill the memory with counters", async () => {
    const comments = Array.from({ length: 600 }, (_, at) => comment({ [`key${at}`]: 1 }));
    const { unknownFields } = await read(comments);
    expect(Object.keys(unknownFields)).toHaveLength(501);
    expect(unknownFields["comments[].*"]).toBe(100);
  });
});
