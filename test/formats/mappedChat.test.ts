import { describe, expect, it } from "vitest";
import { InputError } from "#lib/errors.ts";
import { type ColumnMapping, mappedChat, parseColumnMapping } from "#lib/formats/index.ts";
import { readAll } from "./readAll.ts";

const read = (content: string, mapping: ColumnMapping, video?: string) =>
  readAll(mappedChat, content, { mapping, ...(video === undefined ? {} : { video }) });
const simple: ColumnMapping = { time: "time", author: "user", text: "message" };

describe("a chat by its mapping", () => {
  it("reads a CSV by the names of its columns", async () => {
    const { messages } = await read('time,user,message,score\n1.5,viewer_a,"a, b",0\n', simple);
    expect(messages).toEqual([
      { index: 0, atMs: 1500, author: { name: "viewer_a" }, roles: [], kind: "text", text: "a, b" },
    ]);
  });

  it("finds tabs and semicolons by itself", async () => {
    expect((await read("time\tuser\tmessage\n1\ta\tx, y, z\n", simple)).messages[0]?.text).toBe("x, y, z");
    expect((await read("time;user;message\n1;a;x, y\n", simple)).messages[0]?.text).toBe("x, y");
    expect((await read("time|user|message\n1|a|b\n", { ...simple, separator: "|" })).messages[0]?.text).toBe("b");
  });

  it("reads a CSV without a header by the order of its columns, and passes over a header that is there", async () => {
    const mapping = { ...simple, columns: ["time", "user", "message"] };
    expect((await read("1,a,x\n2,b,y\n", mapping)).messages.map((message) => message.text)).toEqual(["x", "y"]);
    expect((await read("time,user,message\n2,b,y\n", mapping)).messages.map((message) => message.text)).toEqual(["y"]);
  });

  it("reads JSON Lines and JSON arrays by dotted paths", async () => {
    const mapping: ColumnMapping = {
      time: "at.ms",
      timeUnit: "milliseconds",
      author: "by.0.name",
      authorId: "by.0.id",
      id: "id",
      text: "body",
    };
    const row = { id: 5, at: { ms: 1500 }, by: [{ name: "viewer_a", id: "u1" }], body: "hi" };
    const expected = [
      { index: 0, id: "5", atMs: 1500, author: { name: "viewer_a", id: "u1" }, roles: [], kind: "text", text: "hi" },
    ];
    expect((await read(JSON.stringify(row), mapping)).messages).toEqual(expected);
    expect((await read(JSON.stringify([row], null, 2), mapping)).messages).toEqual(expected);
  });

  it("reads a key that itself holds dots", async () => {
    expect((await read('{"a.b":3,"message":"hi"}', { time: "a.b", text: "message" })).messages[0]?.atMs).toBe(3000);
  });

  it("reads plain text by a pattern, and counts lines that do not match", async () => {
    const mapping = parseColumnMapping(String.raw`pattern: '^\[(?<time>[\d:]+)\] (?<author>[^:]+): (?<text>.*)$'`, "m");
    const { messages, skipped } = await read("[0:01] viewer_a: hi: you\nnonsense\n\n[1:00:00] viewer_b: yo\n", mapping);
    expect(messages).toMatchObject([
      { index: 0, atMs: 1000, author: { name: "viewer_a" }, text: "hi: you" },
      { index: 3, atMs: 3_600_000, author: { name: "viewer_b" }, text: "yo" },
    ]);
    expect(skipped).toEqual({ "no-match": 1 });
  });

  it.each([
    ["12", undefined, { atMs: 12_000 }],
    ["-0.5", "seconds", { atMs: -500 }],
    ["1500", "milliseconds", { atMs: 1500 }],
    ["1500000", "microseconds", { atMs: 1500 }],
    ["1:02:03", undefined, { atMs: 3_723_000 }],
    ["1:02:03", "clock", { atMs: 3_723_000 }],
    ["2021-09-30 12:52:17", undefined, { sentAt: "2021-09-30T12:52:17" }],
    ["2021-09-30T12:52:17+09:00", "datetime", { sentAt: "2021-09-30T12:52:17+09:00" }],
    ["1613761152565924", "microseconds", { sentAt: "2021-02-19T18:59:12.565Z" }],
  ] as const)("reads the time %s in the unit %s", async (time, timeUnit, expected) => {
    const { messages } = await read(`time,user,message\n${time},a,hi\n`, {
      ...simple,
      ...(timeUnit === undefined ? {} : { timeUnit }),
    });
    expect(messages[0]).toMatchObject(expected);
  });

  it.each([
    ["NaN", undefined],
    ["", undefined],
    ["1:02:03", "seconds"],
    ["12", "clock"],
    ["1e300", undefined],
  ] as const)("leaves out a row whose time is %j in the unit %s", async (time, timeUnit) => {
    const mapping = { ...simple, ...(timeUnit === undefined ? {} : { timeUnit }) };
    const { messages, skipped } = await read(`time,user,message\n${time},a,hi\n`, mapping);
    expect(messages).toEqual([]);
    expect(skipped).toEqual({ "missing-time": 1 });
  });

  it("keeps an empty text, and leaves out a row that has no column for it", async () => {
    const { messages, skipped } = await read("time,user,message\n1,a,\n2,b\n3,c,hi\n", simple);
    expect(messages.map((message) => message.text)).toEqual(["", "hi"]);
    expect(skipped).toEqual({ "missing-message": 1 });
  });

  it("reads amounts with their sign or with a column for the currency, and kinds", async () => {
    const mapping = { ...simple, amount: "paid", currency: "cur", kind: "kind" };
    const rows = ["1,a,x,$5.00,,", "1,a,x,500,JPY,", "1,a,x,0,JPY,", "1,a,x,7,,gift", "1,a,x,,,wave", "1,a,x,free,,"];
    const { messages, noted } = await read(`time,user,message,paid,cur,kind\n${rows.join("\n")}\n`, mapping);
    expect(messages.map(({ kind, amount, currency }) => [kind, amount, currency])).toEqual([
      ["paid", 5, "USD"],
      ["paid", 500, "JPY"],
      ["text", undefined, undefined],
      ["gift", 7, undefined],
      ["text", undefined, undefined],
      ["text", undefined, undefined],
    ]);
    expect(noted).toEqual({ "unknown-currency": 1, "unknown-kind": 1, "unreadable-amount": 1 });
  });

  it("reads the rows of one video where a column names it", async () => {
    const { messages, skipped } = await read("v,time,user,message\n1,1,a,x\n2,1,a,y\n", { ...simple, video: "v" }, "2");
    expect(messages.map((message) => message.text)).toEqual(["y"]);
    expect(skipped).toEqual({ "other-video": 1 });
  });

  it("names the columns that are not there, and those that are", async () => {
    const reading = read("when,user,message\n1,a,hi\n", simple);
    await expect(reading).rejects.toThrow(InputError);
    await expect(reading).rejects.toThrow(
      "chat.test: expected the columns time of the mapping, found when, user, message.",
    );
  });

  it("asks for a mapping when there is none", async () => {
    await expect(readAll(mappedChat, "a,b\n1,2\n")).rejects.toThrow(/chat\.test: .*--map FILE/);
  });

  it("is never guessed", () => {
    expect(mappedChat.recognise({ text: "time,user,message\n1,a,hi\n", whole: true })).toBe(false);
  });

  it("stops a pattern that would take for ever", async () => {
    const reading = read(`${"a".repeat(60)}!\n`, { time: "time", text: "text", pattern: "^(?<time>(a+)+)(?<text>x)$" });
    await expect(reading).rejects.toThrow(/chat\.test: the pattern .* more than 2 s for lines 1 to 1/);
  });

  it("does not try a pattern on a line of more than 64 Ki characters", async () => {
    const mapping = { time: "time", text: "text", pattern: "^(?<time>\\d+) (?<text>.*)$" };
    const { messages, skipped } = await read(`1 hi\n2 ${"x".repeat(70_000)}\n`, mapping);
    expect(messages).toHaveLength(1);
    expect(skipped).toEqual({ "overlong-line": 1 });
  });

  it.each(["(", "(?<time>\\d+"])("refuses %j, which is no regular expression", async (pattern) => {
    await expect(read("1\n", { time: "time", text: "text", pattern })).rejects.toThrow(/expected a regular expression/);
  });

  it("refuses a pattern without named groups", async () => {
    await expect(read("1\n", { time: "time", text: "text", pattern: "(\\d+)" })).rejects.toThrow(/named groups/);
  });
});

describe("a mapping file", () => {
  it("is YAML or JSON", () => {
    const expected = { time: "t", timeUnit: "milliseconds", text: "body" };
    expect(parseColumnMapping("time: t\ntimeUnit: milliseconds\ntext: body\n", "m")).toEqual(expected);
    expect(parseColumnMapping(JSON.stringify(expected), "m")).toEqual(expected);
  });

  it("takes the groups of a pattern for the fields of the same name, unless it says otherwise", () => {
    const pattern = "(?<time>\\d+) (?<who>\\w+) (?<text>.*)";
    expect(parseColumnMapping(JSON.stringify({ pattern, author: "who" }), "m")).toEqual({
      ...{ time: "time", text: "text", author: "who", pattern },
    });
  });

  it.each([
    ["", "chat.yaml: expected a mapping of columns"],
    ["time: t", "text"],
    ["time: t\ntext: x\ncolour: c", "colour"],
    ["time: t\ntext: x\ntimeUnit: hours", "timeUnit"],
    ["time: [", "expected a mapping in YAML or JSON"],
    ["&a [*a, *a]", "chat.yaml: expected a mapping"],
  ])("that says %j is refused by name", (text, expected) => {
    expect(() => parseColumnMapping(text, "chat.yaml")).toThrow(InputError);
    expect(() => parseColumnMapping(text, "chat.yaml")).toThrow(expected);
  });
});
