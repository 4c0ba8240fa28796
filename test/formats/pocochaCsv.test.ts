import { describe, expect, it } from "vitest";
import { pocochaCsv } from "#lib/formats/index.ts";
import { readAll } from "./readAll.ts";

const header = "live_id,user_id,text,comment_time,live_started_time,elapsed_seconds";
const row = (text: string, elapsed: string, live = "7") =>
  `${live},u1,${text},2024-09-17 12:00:12 UTC,2024-09-17 12:00:00 UTC,${elapsed}`;
const read = (...rows: string[]) => readAll(pocochaCsv, [header, ...rows].join("\r\n"));

describe("Pococha comments", () => {
  it("reads a comment, and what the file says of the live", async () => {
    const { messages, video } = await read(row("こんにちは", "12"));
    expect(messages).toEqual([
      { index: 0, atMs: 12_000, author: { name: "u1", id: "u1" }, roles: [], kind: "text", text: "こんにちは" },
    ]);
    expect(video).toEqual({ id: "7", startedAt: "2024-09-17T12:00:00Z" });
  });

  it("keeps comments that say NA, null, None or nan, and leaves out missing ones", async () => {
    const { messages, skipped } = await read(
      ...["NA", "null", "None", "nan", "", "  "].map((text) => row(text, "1.5")),
    );
    expect(messages.map((message) => message.text)).toEqual(["NA", "null", "None", "nan"]);
    expect(messages.every((message) => message.atMs === 1500)).toBe(true);
    expect(skipped).toEqual({ "missing-message": 2 });
  });

  it("keeps negative offsets and leaves out what is none", async () => {
    const { messages, skipped } = await read(...["-3", "NaN", "", "00:10:05", "1e99"].map((at) => row("hi", at)));
    expect(messages.map((message) => message.atMs)).toEqual([-3000]);
    expect(skipped).toEqual({ "bad-offset": 4 });
  });

  it("reads the rows of the asked live only", async () => {
    const content = [header, row("a", "1", "7"), row("b", "2", "8")].join("\n");
    const { messages, skipped } = await readAll(pocochaCsv, content, { video: "8" });
    expect(messages.map((message) => message.text)).toEqual(["b"]);
    expect(skipped).toEqual({ "other-video": 1 });
  });

  it("reads quoted texts with commas, quotes and line breaks, and columns in any order", async () => {
    const content =
      'text,elapsed_seconds,live_id,user_id,comment_time,live_started_time,extra\n"a, ""b""\nc",3,7,u,,,x\n';
    const { messages, unknownFields } = await readAll(pocochaCsv, content);
    expect(messages).toMatchObject([{ atMs: 3000, text: 'a, "b"\nc' }]);
    expect(unknownFields).toEqual({ extra: 1 });
  });

  it("is recognised by its columns", () => {
    const recognise = (text: string) => pocochaCsv.recognise({ text, whole: true });
    expect(recognise(`${header}\n`)).toBe(true);
    expect(recognise('"live_id","user_id","text","comment_time","live_started_time","elapsed_seconds"\r\n')).toBe(true);
    expect(recognise("live_id,text\n1,hi")).toBe(false);
  });
});
