import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "#lib/errors.ts";
import { count, formats, openBytes, type RawUtterance, type SpeechFormat } from "#lib/formats/index.ts";
import type { Utterance } from "#lib/records/index.ts";
import { makePseudonymiser, type Pseudonymiser } from "../pseudonym.ts";
import { compressed, jsonLines } from "../writeOutput.ts";
import { copyRaw } from "./copyRaw.ts";
import type { ImportContext, PreparedStep } from "./importContext.ts";
import { plain, warningsOf } from "./importReport.ts";
import { newReport, readOptions, type Source } from "./source.ts";

/** Reads a transcript into utterances in order of time; nothing is published yet. */
export async function importSpeech(source: Source, context: ImportContext): Promise<PreparedStep> {
  const { file, path } = source;
  const format = formats.find((one): one is SpeechFormat => one.name === source.format && one.holds === "speech");
  if (!format) throw new InputError(`${file}: there is no speech format ${source.format}.`);
  const report = newReport();
  const options = readOptions({ ...context.reading, file });
  const rawCopy = join(context.scratch, "speech.raw");
  const raws: RawUtterance[] = [];
  const copy = copyRaw(path, rawCopy, () => {});
  let sha256: string;
  try {
    for await (const batch of format.read(openBytes(copy.bytes, report, options), report, options))
      for (const raw of batch) raws.push(raw);
    ({ sha256 } = copy.finish());
  } finally {
    copy.close();
  }
  if (raws.length === 0 && report.skipped.size > 0)
    throw new InputError(
      `${file}: expected speech in the format ${source.format}, found none that can be read ` +
        `(left out: ${JSON.stringify(plain(report.skipped))}). Check that it is the right file, or name its format with --format.`,
    );
  const pseudonyms = makePseudonymiser(context.reading.key, context.reading.video.platform);
  const { takenDown } = context.reading;
  const isTakenDown = ({ speaker }: RawUtterance) => speaker !== undefined && takenDown.has(pseudonyms.name(speaker));
  const kept = raws.filter((raw) => !isTakenDown(raw));
  if (kept.length < raws.length) count(report.skipped, "taken-down", raws.length - kept.length);
  kept.sort((a, b) => a.startMs - b.startMs || a.index - b.index);
  const utterances = withIds(kept, pseudonyms);
  const content = jsonLines(utterances);
  const output = join(context.scratch, "utterances.jsonl.gz");
  await writeFile(output, await compressed(content));
  return {
    step: "transcribe",
    sources: [{ source, copy: rawCopy, sha256 }],
    outputs: [
      {
        name: "utterances.jsonl.gz",
        path: output,
        sha256: createHash("sha256").update(content).digest("hex"),
        bytes: content.length,
      },
    ],
    files: [
      {
        file,
        format: source.format,
        utterances: utterances.length,
        kinds: {},
        authors:
          new Set(utterances.map(({ speaker }) => speaker ?? "")).size - (utterances.some((u) => !u.speaker) ? 1 : 0),
        firstMs: utterances[0]?.startMs ?? null,
        lastMs: utterances.reduce<number | null>((last, { endMs }) => Math.max(last ?? endMs, endMs), null),
        skipped: plain(report.skipped),
        unknownFields: plain(report.unknownFields),
        warnings: [...warningsOf(report.noted), ...(raws.length === 0 ? ["the file holds no utterance"] : [])],
      },
    ],
    about: report.video,
    namesTakenDown: kept.length < raws.length,
    usedStart: false,
  };
}

/** Speakers get pseudonyms; an utterance's id is a hash of its time, speaker and text, numbered where it comes twice. */
function withIds(raws: readonly RawUtterance[], pseudonyms: Pseudonymiser): Utterance[] {
  const seen = new Map<string, number>();
  return raws.map(({ index: _, speaker, ...raw }) => {
    const who = speaker === undefined ? "" : pseudonyms.name(speaker);
    const digest = pseudonyms.digest(`${raw.startMs}\n${raw.endMs}\n${who}\n${raw.text}`);
    const id = `u_${Buffer.from(digest.slice(0, 10), "latin1").toString("hex")}`;
    const occurrence = seen.get(id) ?? 0;
    seen.set(id, occurrence + 1);
    return {
      id: occurrence === 0 ? id : `${id}_${occurrence}`,
      startMs: raw.startMs,
      endMs: raw.endMs,
      text: raw.text,
      ...(who !== "" && { speaker: who }),
      ...(raw.words && { words: raw.words }),
      ...(raw.confidence && { confidence: raw.confidence }),
    };
  });
}
