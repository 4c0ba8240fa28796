import { readFile } from "node:fs/promises";
import { basename, isAbsolute, join } from "node:path";
import { chooseSpeech } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import type { LineContext } from "#lib/line/index.ts";
import type { Chunk, VideoKey } from "#lib/records/index.ts";
import {
  type CheckedRow,
  readTranscript,
  readTranscriptSheet,
  sheetErrorRates,
  transcriptQuality,
} from "#lib/transcribe/index.ts";
import type { SpeechQuality } from "./studyResults.ts";

/**
 * How far the transcripts of a study can be trusted, chunk by chunk: what their recogniser says of its own work, and what
 * people found who listened. Empty for a study of imported transcripts that nobody checked.
 *
 * @throws InputError for a sheet that cannot be read, or was made of another transcript than the study's
 */
export async function readSpeechQuality(
  { study, folder, corpus }: LineContext,
  chunks: readonly Chunk[],
): Promise<Map<string, SpeechQuality>> {
  const checked = await readCheckedRows(study.transcriptSheets ?? [], folder);
  const byEar = sheetErrorRates(checked, study.seed).transcripts;
  const found = new Map<string, SpeechQuality>();
  const videos = new Map(chunks.map(({ video }) => [nameOf(video), video]));
  for (const [name, video] of videos) {
    const step = await chooseSpeech(corpus, video, study.chunk.speech);
    if (!step) continue;
    const own = byEar.find((one) => nameOf(one.video) === name);
    const sha256 = step.record.outputs["utterances.jsonl.gz"]?.sha256 ?? "";
    if (own && !sha256.startsWith(own.fingerprint || "-"))
      throw new InputError(
        `The sheet of ${name} was made of another transcript than ${step.record.variant} as it is today. Export a new sheet, ` +
          "have it corrected, and name that in transcriptSheets of study.yaml.",
      );
    const { utterances, dropped, speech, facts } = await readTranscript(corpus, video, step);
    if (!facts && !own) continue;
    const windows = chunks.filter((chunk) => nameOf(chunk.video) === name);
    const whole = { durationMs: facts?.durationMs ?? 0, utterances, dropped: dropped ?? [], speech: speech ?? [] };
    for (const [i, { dropRate, speechShare }] of transcriptQuality(whole, windows).entries())
      found.set(`${name}/${windows[i]!.index}`, {
        dropRate: facts ? dropRate : null,
        speechShare: facts ? speechShare : null,
        errorRate: own?.rate.value ?? null,
      });
  }
  return found;
}

async function readCheckedRows(files: readonly string[], folder: string): Promise<CheckedRow[]> {
  const rows: CheckedRow[] = [];
  for (const file of files) {
    const path = isAbsolute(file) ? file : join(folder, file);
    const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
      throw new InputError(
        `${path}: the corrected sheet cannot be read (${cause.code}). Correct transcriptSheets in study.yaml.`,
        { cause },
      );
    });
    rows.push(...readTranscriptSheet(text, basename(file)).rows);
  }
  return rows;
}

const nameOf = ({ platform, id }: VideoKey) => `${platform}/${id}`;
