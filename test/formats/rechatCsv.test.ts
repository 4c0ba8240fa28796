import { expect, test } from "vitest";
import { findFormat, rechatCsv } from "#lib/formats/index.ts";
import { readChat } from "./reading.ts";

const header = ",body,channel_id,commenter_id,commenter_type,created_at,fragments,offset,updated_at,video_id";
const row = (at: string, body: string, video = "300") =>
  `0,${body},9001,11,user,2018-06-15T22:20:35.628Z,"[{'text': 'x'}]",${at},2018-06-15T22:20:35.628Z,${video}`;

test("rows after the comments API have an offset in seconds and an author by id", async () => {
  const { messages, unknownFields, video } = await readChat(
    rechatCsv,
    `${header}\n${row("2.928", '"hey, you"')}\n${row("-4", "early")}\n`,
  );
  expect(messages).toEqual([
    {
      index: 0,
      atMs: 2928,
      sentAt: "2018-06-15T22:20:35.628Z",
      author: { name: "", id: "11" },
      roles: [],
      kind: "text",
      text: "hey, you",
    },
    {
      index: 1,
      atMs: -4000,
      sentAt: "2018-06-15T22:20:35.628Z",
      author: { name: "", id: "11" },
      roles: [],
      kind: "text",
      text: "early",
    },
  ]);
  expect(unknownFields).toEqual({});
  expect(video).toEqual({ id: "300", channelId: "9001" });
});

test("rows after the ReChat API have an offset in milliseconds and an author by name", async () => {
  const { messages, skipped, unknownFields } = await readChat(
    rechatCsv,
    "id,from,message,video-offset,deleted,mood\nm1,viewer_a,hello,1500,false,1\nm2,viewer_b,gone,1600,true,1\n",
  );
  expect(messages).toEqual([
    { index: 0, id: "m1", atMs: 1500, author: { name: "viewer_a" }, roles: [], kind: "text", text: "hello" },
  ]);
  expect(skipped).toEqual({ deleted: 1 });
  expect(unknownFields).toEqual({ mood: 1 });
});

test("of a file with several videos the one that is asked for is read", async () => {
  const text = `${header}\n${row("1", "a", "300")}\n${row("2", "b", "301")}\n`;
  const { messages, skipped } = await readChat(rechatCsv, text, { video: "301" });
  expect(messages.map(({ text }) => text)).toEqual(["b"]);
  expect(skipped).toEqual({ "other-video": 1 });
});

test("offsets that are none are counted", async () => {
  const { messages, skipped } = await readChat(rechatCsv, `${header}\n${row("NaN", "a")}\n${row("", "b")}\n0,c\n`);
  expect(messages).toEqual([]);
  expect(skipped).toEqual({ "bad-offset": 3 });
  expect((await readChat(rechatCsv, "from,message,video-offset\nviewer_a,x,\n")).skipped).toEqual({ "bad-offset": 1 });
});

test("both headers are recognised, one without an offset is not", () => {
  for (const text of [`${header}\n`, "id,from,message,video-offset\n"])
    expect(findFormat({ text, whole: true }, "chat.csv").name).toBe("rechat-csv");
  expect(rechatCsv.recognise({ text: "from,message,score\n", whole: true })).toBe(false);
});
