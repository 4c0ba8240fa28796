import { describe, expect, it } from "vitest";
import { armBodies, type Body } from "#lib/qa/index.ts";
import type { Arm, Chunk } from "#lib/records/index.ts";
import type { Language } from "#lib/text/index.ts";
import { chunkOf, talk } from "../talk.ts";

const languageOf = ({ id }: { id: string }) => id.slice(0, 2) as Language;
const chunks = [...talk("en"), ...talk("ja")];
const arms = armBodies({ chunks, languageOf, seed: "1" });
const bodyOf = (arm: Arm, chunk: Chunk, donors: Chunk[] = [], from = arms): Body => {
  const shown = from(chunk, donors).show(arm);
  if (shown === null || shown === "notApplicable") throw new Error(`${arm} shows no body`);
  return shown;
};
const chunk = chunks[2]!;
const chat = chunk.lines.filter(({ source }) => source === "CHAT");

describe("what each arm shows", () => {
  it("combined is every line with its label, chat and speech are theirs alone, none is nothing", () => {
    const text = chunk.lines.map(({ source, text: said }) => `[${source}] ${said}\n`).join("");
    expect(bodyOf("combined", chunk).text).toBe(text);
    expect(bodyOf("chat", chunk).lines).toEqual(chat);
    expect(bodyOf("speech", chunk).lines).toEqual(chunk.lines.filter(({ source }) => source === "SPEECH"));
    expect(arms(chunk, []).show("none")).toBeNull();
  });

  it("shuffled chat is the same lines in another order, the same for the same seed", () => {
    const { lines } = bodyOf("shuffledChat", chunk);
    expect(lines).not.toEqual(chat);
    expect(lines.slice().sort((a, b) => a.atMs - b.atMs)).toEqual(chat);
    expect(bodyOf("shuffledChat", chunk).text).toBe(
      bodyOf("shuffledChat", chunk, [], armBodies({ chunks, languageOf, seed: "1" })).text,
    );
  });

  it("other chunk's chat never overlaps in time, also where windows reach beyond their neighbours", () => {
    const longer = talk("en").map((one) => ({ ...one, endMs: one.startMs + 1_500_000 }));
    const far = armBodies({ chunks: longer, languageOf, seed: "1" });
    for (const each of longer) {
      const shown = far(each, []).show("otherChunkChat");
      if (shown === null || shown === "notApplicable") continue;
      expect(Math.abs(shown.from.index - each.index)).toBeGreaterThan(2);
    }
  });

  it("other chat is of another video in the same language, other chunk's chat of the same video but no neighbour", () => {
    for (const each of chunks) {
      const other = bodyOf("otherChat", each);
      expect(other.from.video.id).not.toBe(each.video.id);
      expect(languageOf(other.from.video)).toBe(languageOf(each.video));
      const distant = bodyOf("otherChunkChat", each);
      expect(distant.from.video.id).toBe(each.video.id);
      expect(Math.abs(distant.from.index - each.index)).toBeGreaterThan(1);
      for (const { lines } of [other, distant]) expect(lines.every(({ source }) => source === "CHAT")).toBe(true);
    }
  });

  it("never the chat that a wrong choice was taken from", () => {
    const donors = chunks.filter(({ video, index }) => (video.id === chunk.video.id ? index !== 6 : index !== 4));
    expect(bodyOf("otherChunkChat", chunk, donors).from.index).toBe(6);
    expect(bodyOf("otherChat", chunk, donors).from.index).toBe(4);
  });

  it("depends on the seed, not on the order of the chunks", () => {
    const from = (seed: string, all: Chunk[]) =>
      all
        .map((each) => JSON.stringify(bodyOf("otherChat", each, [], armBodies({ chunks: all, languageOf, seed })).from))
        .sort();
    expect(from("1", chunks.slice().reverse())).toEqual(from("1", chunks));
    expect(from("2", chunks)).not.toEqual(from("1", chunks));
  });
});

describe("an arm does not apply", () => {
  const silent = chunkOf("en_7", 1, [["SPEECH", "words"]]);
  const single = chunkOf("en_8", 1, [["CHAT", "words"]]);
  const alone = armBodies({ chunks: [silent, single], languageOf, seed: "1" });

  it("where a chunk has no chat, no speech, or a single line to shuffle", () => {
    expect(alone(silent, []).show("chat")).toBe("notApplicable");
    expect(alone(silent, []).show("shuffledChat")).toBe("notApplicable");
    expect(alone(single, []).show("speech")).toBe("notApplicable");
    expect(alone(single, []).show("shuffledChat")).toBe("notApplicable");
  });

  it("where there is no other chat to show", () => {
    expect(alone(single, []).show("otherChat")).toBe("notApplicable");
    expect(alone(single, []).show("otherChunkChat")).toBe("notApplicable");
    expect(alone(silent, [single]).show("otherChat")).toBe("notApplicable");
  });
});
