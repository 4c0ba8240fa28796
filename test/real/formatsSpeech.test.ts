import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findFormat, type SpeechFormat } from "#lib/formats/index.ts";
import { readSpeech, written } from "../formats/readSpeech.ts";

const root = process.env.LIVECORPUS_REAL;
if (!root) throw new Error("LIVECORPUS_REAL: expected the folder of real data, found nothing. Set it and run again.");

function speechFormatOf(content: string): SpeechFormat {
  const format = findFormat({ text: content.slice(0, 65_536), whole: content.length <= 65_536 }, "real file");
  if (format.holds !== "speech") throw new Error(`taken for ${format.name}`);
  return format;
}

async function read(path: string) {
  const content = readFileSync(`${root}/${path}`, "utf8");
  const format = speechFormatOf(content);
  return { format, ...(await readSpeech(format, content, {}, 1 << 16)) };
}

const named = (utterances: readonly { speaker?: string | undefined }[]) =>
  new Set(utterances.map((each) => each.speaker).filter((each) => each !== undefined)).size;

describe("real transcripts", () => {
  it("read call 233 whole: 678 cues, 33 named speakers", async () => {
    const { format, utterances, skipped, noted } = await read("pairs/ethereum_acde_2026-03-26_233/transcript.vtt");
    expect(format.name).toBe("vtt");
    expect(utterances).toHaveLength(678);
    expect(named(utterances)).toBe(33);
    expect(utterances.every((each) => each.speaker)).toBe(true);
    expect({ skipped, noted }).toEqual({ skipped: {}, noted: {} });
    expect(utterances[0]).toMatchObject({ startMs: 244_470, endMs: 245_530, text: "Hello." });
  });

  it("read every call, raw and corrected: as many utterances as lines of times, each with a speaker", async () => {
    for (const call of readdirSync(`${root}/pairs`).filter((name) => name.startsWith("ethereum_")))
      for (const name of readdirSync(`${root}/pairs/${call}`).filter((each) => each.endsWith(".vtt"))) {
        const path = `pairs/${call}/${name}`;
        const cues = readFileSync(`${root}/${path}`, "utf8").split("-->").length - 1;
        const { utterances, skipped } = await read(path);
        expect([path, utterances.length, skipped]).toEqual([path, cues, {}]);
        expect(utterances.filter((each) => each.speaker === undefined).map((each) => each.text)).toEqual([]);
      }
  });

  it.each([
    ["278_sg0_xLTEG6g.csv", "speech-csv", 3426, 5_396_640],
    ["441_XYslnZ7BEdc.csv", "speech-csv", 4608, 11_858_040],
    ["489_p2xbhGjF1Mc.csv", "speech-csv", 3290, 5_734_420],
    ["Dokibird_20260118_HY7tKrwxjJI.srt", "srt", 5701, 24_579_130],
    ["MintFantome_20260121_NvTntX3DatM.srt", "srt", 5709, 16_986_170],
  ])("read stream %s whole as %s: %i utterances up to %i ms", async (name, format, utterances, lastMs) => {
    const found = await read(`transcripts/${name}`);
    expect(found.format.name).toBe(format);
    expect(found.utterances).toHaveLength(utterances);
    expect(found.utterances[found.utterances.length - 1]?.endMs).toBe(lastMs);
    expect(found.skipped).toEqual({});
  });

  it("come back the same when written and read again in their own format", async () => {
    for (const path of [
      "pairs/ethereum_acde_2026-03-26_233/transcript.vtt",
      "transcripts/278_sg0_xLTEG6g.csv",
      "transcripts/MintFantome_20260121_NvTntX3DatM.srt",
    ]) {
      const { format, utterances } = await read(path);
      const records = utterances.map(({ index, ...each }) => ({ id: `u${index}`, ...each }));
      const again = await readSpeech(format, written(format, records), {}, 1 << 16);
      expect(again.utterances).toEqual(utterances);
    }
  });
});
