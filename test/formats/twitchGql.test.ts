import { expect, test } from "vitest";
import { findFormat, twitchGql } from "#lib/formats/index.ts";
import { readChat } from "./reading.ts";

const node = (fields: object = {}) => ({
  id: "c1",
  commenter: { id: "11", login: "viewer_a", displayName: "Viewer_A", __typename: "User" },
  contentOffsetSeconds: 12,
  createdAt: "2026-01-01T00:00:12Z",
  message: {
    fragments: [
      { text: "hello ", emote: null },
      { text: "vibeWave", emote: { emoteID: "25", from: 6 } },
    ],
    userBadges: [
      { setID: "moderator", version: "1" },
      { setID: "", version: "" },
    ],
    userColor: null,
  },
  ...fields,
});
const page = (...nodes: object[]) => ({
  data: {
    video: {
      id: "2000000001",
      creator: { id: "9001" },
      comments: { edges: nodes.map((value) => ({ cursor: "x", node: value })), pageInfo: { hasNextPage: true } },
    },
  },
  extensions: { durationMilliseconds: 7, operationName: "VideoCommentsByOffsetOrCursor" },
});
const hello = {
  index: 0,
  atMs: 12_000,
  author: { name: "Viewer_A", id: "11" },
  roles: ["moderator"],
  kind: "text",
  text: "hello vibeWave",
  emotes: ["vibeWave"],
  id: "c1",
};

test("a page, an array of pages, and pages one a line are the same", async () => {
  const pages = [page(node(), node({ id: "c2" })), page(node({ id: "c3" }))];
  const expected = [hello, { ...hello, index: 1, id: "c2" }, { ...hello, index: 2, id: "c3" }];
  const forms = [
    JSON.stringify(pages),
    JSON.stringify(pages, null, 2),
    pages.map((value) => JSON.stringify(value)).join("\n"),
    `${pages.map((value) => JSON.stringify([value])).join("\n")}\n`,
  ];
  for (const text of forms)
    for (const size of [1, 1 << 20]) {
      const { messages, video, unknownFields } = await readChat(twitchGql, text, {}, size);
      expect(messages).toEqual(expected);
      expect(video).toEqual({ id: "2000000001", channelId: "9001" });
      expect(unknownFields).toEqual({});
    }
  expect((await readChat(twitchGql, JSON.stringify(pages[0], null, 2))).messages).toHaveLength(2);
  for (const text of forms) expect(findFormat({ text, whole: true }, "chat.json").name).toBe("twitch-gql");
});

test("a deleted account has no name, and an offset of nothing or no message is counted", async () => {
  const { messages, skipped } = await readChat(
    twitchGql,
    JSON.stringify([
      page(node({ commenter: null }), node({ contentOffsetSeconds: null }), node({ message: null }), {
        id: "x",
        mood: 1,
        contentOffsetSeconds: -2,
        message: { fragments: null },
      }),
    ]),
  );
  expect(messages.map(({ author, atMs, text }) => [author.name, atMs, text])).toEqual([
    ["", 12_000, "hello vibeWave"],
    ["", -2000, ""],
  ]);
  expect(skipped).toEqual({ "bad-offset": 1, "missing-message": 1 });
});

test("an answer without comments is counted, the pages around it are read", async () => {
  const refused = [
    { errors: [{ message: "service error" }], data: { video: { id: "1", comments: null } } },
    { data: { video: null } },
  ];
  const { messages, skipped } = await readChat(twitchGql, JSON.stringify([page(node()), ...refused]));
  expect(messages).toHaveLength(1);
  expect(skipped).toEqual({ "empty-page": 2 });
});
