import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { simulateStream, writeTwitchDownloaderJson } from "#lib/simulate/index.ts";

/** The videos of the small study. */
export const smallVideos = ["1", "2", "3"];

/** Writes three simulated streams, a key and the study.yaml that is made of them into a folder, and gives the text of study.yaml. */
export async function writeSmallStudy(folder: string): Promise<string> {
  for (const id of smallVideos) {
    const spec = {
      platform: "twitch",
      language: "en",
      segments: 3,
      leak: 0.5,
      chatPerMinute: 8,
      lagSeconds: 0,
    } as const;
    const stream = simulateStream({ spec: { ...spec, id }, seed: "line" });
    await writeFile(join(folder, `${id}.json`), [...writeTwitchDownloaderJson(stream.video, stream.messages)].join(""));
    const segments = stream.utterances.map(({ startMs, endMs, text }) => ({
      start: startMs / 1000,
      end: endMs / 1000,
      text,
    }));
    await writeFile(join(folder, `${id}.speech.json`), JSON.stringify({ segments }));
  }
  const sources = smallVideos.map(
    (id) => `  - { platform: twitch, id: "${id}", language: en, files: [${id}.json, ${id}.speech.json] }`,
  );
  const text =
    "name: small\ntitle: Small\ncorpus: corpus\nkey: pseudonym.key\nseed: small\nreaders: [bm25]\narms: [chat, none]\n" +
    `primary: { reader: bm25, arm: chat, against: [none] }\nsources:\n${sources.join("\n")}\n`;
  await writeFile(join(folder, "pseudonym.key"), "01".repeat(32));
  await writeFile(join(folder, "study.yaml"), text);
  return text;
}
