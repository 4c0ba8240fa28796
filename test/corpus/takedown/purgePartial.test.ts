import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { listVideos, makePseudonymiser, openCorpus, purgeAuthor, purgeVideo } from "#lib/corpus/index.ts";
import { fixedClock } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { key, scratchImport, video } from "../scratchImport.ts";
import { twitchFile } from "../twitchFile.ts";

const { corpus, file, folder, messages, objects, run } = scratchImport();
const clock = fixedClock("2026-02-01T00:00:00Z");
const twitch = makePseudonymiser(key, "twitch");
const gone = new Set([twitch.author({ id: "900", name: "" }), twitch.name("Planted_B")]);

/** A page of a VOD's chat as an unfinished fetch keeps it. */
const page = (author: string, id: string, text: string) =>
  JSON.stringify({
    asked: { contentOffsetSeconds: 0 },
    body: JSON.stringify([
      {
        data: {
          video: {
            comments: {
              edges: [
                {
                  node: {
                    id: "c1",
                    contentOffsetSeconds: 1,
                    commenter: { id, login: author.toLowerCase(), displayName: author },
                    message: { fragments: [{ text }] },
                  },
                },
              ],
            },
          },
        },
      },
    ]),
  });
const said = (second: number, name: string, id: string, text: string, more = "") =>
  `2026-01-01T00:09:${String(second).padStart(2, "0")}.000Z @display-name=${name};id=m${second};${more}tmi-sent-ts=1767225600900;user-id=${id} ` +
  `:${name.toLowerCase()}!${name.toLowerCase()}@${name.toLowerCase()}.tmi.twitch.tv PRIVMSG #channel_a :${text}\n`;
const quote =
  "reply-parent-display-name=Planted_B;reply-parent-msg-body=my\\ssecret;reply-parent-user-id=900;reply-parent-user-login=planted_b;";
const log = [
  "# 2026-01-01T00:09:00.000Z joined\n",
  said(1, "Viewer_A", "11", "hello planted_b, it is 00:09:01 and 900 people are here"),
  said(2, "Planted_B", "900", "my secret"),
  said(3, "Viewer_A", "11", "@Planted_B what?", quote),
  said(4, "Viewer_C", "12", "unplanted_by is somebody else"),
  "# 2026-01-01T00:09:05.000Z stopped\n",
];
const partial = (id: string) => `videos/twitch/${id}/partial/`;

async function allBytes(): Promise<string> {
  const texts = [];
  for (const name of await objects()) {
    const bytes = await readFile(join(folder(), "corpus", name));
    texts.push(name, (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
  }
  return texts.join("\n");
}
const put = (name: string, content: string | Uint8Array) => corpus().store.put(name, Buffer.from(content));

/** Unfinished fetches of two videos, one of which has nothing else yet. */
async function fill() {
  await run([await file("chat.json", twitchFile([{ id: "1", seconds: 1, author: "Viewer_A", body: "hi" }]))]);
  await put(`${partial("1")}liveAudio/000001/000001.bin`, "sound");
  await put(`${partial("1")}twitchChat/000001.json`, page("Viewer_A", "11", "hi"));
  await put(`${partial("1")}twitchChat/000002.json`, page("Planted_B", "900", "my secret"));
  await put(`${partial("7")}twitchChat/000001.json`, page("Viewer_A", "11", "thanks @Planted_B"));
  await put(`${partial("8")}twitchChat/000001.json`, page("Viewer_A", "11", "nobody is named"));
  await put(`${partial("9")}liveChat/000001.log.gz`, gzipSync(log.slice(0, 2).join("")));
  await put(`${partial("9")}liveChat/000002.log.gz`, gzipSync(log.slice(2).join("")));
  await put(`${partial("9")}liveAudio/000001/000001.bin`, "sound");
}

describe("a purged person", () => {
  test("is in no byte that unfinished fetches have kept", async () => {
    await fill();
    expect(await allBytes()).toContain("Planted_B");
    const { messages: lines, mentions } = await purgeAuthor(corpus(), "twitch", gone, clock);
    expect([lines, mentions]).toEqual([1, 2]);
    const bytes = await allBytes();
    // Neither a name, nor what they wrote, nor a quote of it.
    expect(bytes.replaceAll("unplanted_by", "")).not.toMatch(/planted_b|secret/i);
    expect(await messages()).toHaveLength(1);
  });

  test("takes nothing along that has to do with others, and pages can be asked for again", async () => {
    await fill();
    await purgeAuthor(corpus(), "twitch", gone, clock);
    expect((await objects()).filter((name) => name.includes("/partial/"))).toEqual([
      `${partial("1")}liveAudio/000001/000001.bin`,
      `${partial("8")}twitchChat/000001.json`,
      `${partial("9")}liveAudio/000001/000001.bin`,
      `${partial("9")}liveChat/000001.log.gz`,
      `${partial("9")}liveChat/000002.log.gz`,
    ]);
    const kept = [];
    for (const n of [1, 2]) {
      const bytes = await corpus().store.get(`${partial("9")}liveChat/00000${n}.log.gz`);
      kept.push(gunzipSync(bytes!).toString("utf8"));
    }
    expect(kept.join("")).toBe(
      [
        log[0],
        log[1]!.replace("planted_b", "removed"),
        said(3, "Viewer_A", "11", "@removed what?"),
        ...log.slice(4),
      ].join(""),
    );
  });

  test("cannot be told in a capture without the key, which is said; pages that cannot be searched go", async () => {
    await fill();
    const keyless = await openCorpus(openDirectoryStore(join(folder(), "corpus")));
    await expect(purgeAuthor(keyless, "twitch", gone, clock)).rejects.toThrow(InputError);
    await expect(purgeAuthor(keyless, "twitch", gone, clock)).rejects.toThrow(/capture of twitch 9 .*--author NAME/);
    await purgeVideo(corpus(), { platform: "twitch", id: "9" }, clock);
    await purgeAuthor(keyless, "twitch", gone, clock);
    expect((await objects()).filter((name) => name.includes("Chat/"))).toEqual([]);
  });
});

test("a purged video leaves nothing that an unfinished fetch has kept", async () => {
  await fill();
  for (const id of ["1", "7", "9"]) await purgeVideo(corpus(), { platform: "twitch", id }, clock);
  expect((await objects()).filter((name) => name.startsWith("videos/"))).toEqual([
    `${partial("8")}twitchChat/000001.json`,
  ]);
  expect(await listVideos(corpus())).not.toContainEqual(video);
});
