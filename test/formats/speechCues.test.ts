import { describe, expect, it } from "vitest";
import { srt, vtt } from "#lib/formats/index.ts";
import type { Utterance } from "#lib/records/index.ts";
import { python } from "../python.ts";
import { formatOf, readSpeech, written } from "./readSpeech.ts";

const said: Utterance[] = [
  { id: "u0", startMs: 0, endMs: 1500, text: "two\nlines & <more>", speaker: "host" },
  { id: "u1", startMs: 3_723_004, endMs: 3_723_004, text: "42" },
  { id: "u2", startMs: 360_000_000, endMs: 360_000_500, text: "百時間" },
];
const bare = ({ id, ...each }: Utterance) => ({ index: Number(id.slice(1)), ...each });
const texts = async (format: typeof srt, content: string) =>
  (await readSpeech(format, content)).utterances.map(({ speaker, text }) => (speaker ? `${speaker}> ${text}` : text));

describe("SRT", () => {
  it("is read with or without numbers, with a comma or a point, CRLF or LF", async () => {
    const lines = ["1", "00:00:01,000 --> 00:00:02,500 X1:10", "hello", "", "00:00:03.000 --> 00:00:04", "there", ""];
    for (const end of ["\n", "\r\n"]) {
      expect(formatOf(lines.join(end))).toBe("srt");
      const { utterances } = await readSpeech(srt, lines.join(end));
      expect(utterances).toEqual([
        { index: 0, startMs: 1000, endMs: 2500, text: "hello" },
        { index: 1, startMs: 3000, endMs: 4000, text: "there" },
      ]);
    }
  });

  it("keeps a text with a blank line, a text that is a number, and a cue without a blank line before the next", async () => {
    const content =
      "1\n00:00:01,000 --> 00:00:02,000\nabove\n\nbelow\n\n2\n00:00:03,000 --> 00:00:04,000\n42\n3\n00:00:05,000 --> 00:00:06,000\nend";
    expect(await texts(srt, content)).toEqual(["above\nbelow", "42", "end"]);
  });

  it("counts lines that belong to no cue, and cues without text", async () => {
    const { utterances, skipped } = await readSpeech(
      srt,
      "made by a program\n1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:03,000 --> 00:00:04,000\n<i>{\\an8}leaning</i>\n",
    );
    expect(utterances.map((each) => each.text)).toEqual(["leaning"]);
    expect(skipped).toEqual({ "stray-line": 1, "no-text": 1 });
  });

  it("gives back what was written, and a reader in Python finds the same cues", async () => {
    const file = written(srt, said);
    expect((await readSpeech(srt, file)).utterances).toEqual(said.map(bare));
    const code = `
import json, re, sys
blocks = re.split(r"\\n\\n", json.load(sys.stdin).strip())
print(json.dumps([block.split("\\n", 2) for block in blocks]))`;
    expect(python(code, file)).toEqual([
      ["1", "00:00:00,000 --> 00:00:01,500", "[host]: two\nlines & <more>"],
      ["2", "01:02:03,004 --> 01:02:03,004", "42"],
      ["3", "100:00:00,000 --> 100:00:00,500", "百時間"],
    ]);
  });
});

describe("WebVTT", () => {
  it("is read past its header, notes, styles, identifiers and settings", async () => {
    const content = `WEBVTT - made for a test
Kind: captions
Language: ja

STYLE
::cue { color: red }

NOTE
not speech

intro
00:01.000 --> 00:02.500 align:start position:0%
R&amp;D &lt;3 &unknown; &#39;ok&#39;

00:00:03.000 --> 00:00:04.000
<c.loud>loud</c>
`;
    expect(formatOf(content)).toBe("vtt");
    const { utterances, skipped, video } = await readSpeech(vtt, content);
    expect(utterances.map((each) => [each.startMs, each.endMs, each.text])).toEqual([
      [1000, 2500, "R&D <3 &unknown; 'ok'"],
      [3000, 4000, "loud"],
    ]);
    expect(skipped).toEqual({});
    expect(video).toEqual({ language: "ja" });
  });

  it("takes speakers from voice tags, two of them in one cue apart", async () => {
    const content =
      "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.first Host A>Good morning.</v>\n<v Guest>Hello.\nAnd thanks.</v>\n\n00:03.000 --> 00:04.000\n<v Host A>Right.\n";
    expect(await texts(vtt, content)).toEqual([
      "Host A> Good morning.",
      "Guest> Hello.\nAnd thanks.",
      "Host A> Right.",
    ]);
  });

  it("takes names before a colon for speakers when at least half of the cues have one, and for words when few have", async () => {
    const cues = (...lines: string[]) =>
      `WEBVTT\n\n${lines.map((line, i) => `00:0${i}.000 --> 00:0${i}.900\n${line}\n`).join("\n")}`;
    expect(await texts(vtt, cues("host.eth | lab: Yes: at 10:30.", "so on", "[SPEAKER_00]: hi"))).toEqual([
      "host.eth | lab: Yes: at 10:30.",
      "so on",
      "SPEAKER_00> hi",
    ]);
    expect(await texts(vtt, cues("host.eth | lab: Yes: at 10:30.", "so on"))).toEqual([
      "host.eth | lab> Yes: at 10:30.",
      "so on",
    ]);
  });

  it("undoes YouTube's rolling captions and keeps their word times", async () => {
    const content = `WEBVTT
Kind: captions
Language: en

00:00:01.000 --> 00:00:03.000 align:start position:0%
 
hello<00:00:01.400><c> there</c>

00:00:03.000 --> 00:00:03.010 align:start position:0%
hello there
 

00:00:03.010 --> 00:00:05.000 align:start position:0%
hello there
next<00:00:04.000><c> line</c>
`;
    const { utterances, skipped } = await readSpeech(vtt, content);
    expect(utterances.map((each) => [each.startMs, each.text])).toEqual([
      [1000, "hello there"],
      [3010, "next line"],
    ]);
    expect(utterances[1]?.words).toEqual([
      { text: "next", startMs: 3010, endMs: 4000 },
      { text: "line", startMs: 4000, endMs: 5000 },
    ]);
    expect(skipped).toEqual({ "rolling-duplicate": 1 });
  });

  it("keeps what was said twice where captions do not roll", async () => {
    expect(await texts(vtt, "WEBVTT\n\n00:01.000 --> 00:02.000\nyes\n\n00:02.000 --> 00:03.000\nyes\n")).toEqual([
      "yes",
      "yes",
    ]);
  });

  it("gives back what was written", async () => {
    expect((await readSpeech(vtt, written(vtt, said))).utterances).toEqual(said.map(bare));
  });
});
