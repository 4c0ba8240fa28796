import { type Corpus, chooseSpeech } from "#lib/corpus/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { readTranscript } from "../corpus/readTranscript.ts";
import type { SheetTranscript } from "./transcriptSheet.ts";

/**
 * The transcripts of videos, for a sheet; videos without one are left out.
 *
 * @param variant whose transcript, see chooseSpeech
 */
export async function readSheetTranscripts(
  corpus: Corpus,
  videos: readonly VideoKey[],
  variant?: string,
): Promise<SheetTranscript[]> {
  const found: SheetTranscript[] = [];
  for (const video of videos) {
    const step = await chooseSpeech(corpus, video, variant);
    const output = step?.record.outputs["utterances.jsonl.gz"];
    if (!step || !output) continue;
    const { utterances, language, speech } = await readTranscript(corpus, video, step);
    found.push({ video, variant: step.record.variant, sha256: output.sha256, language, utterances, speech });
  }
  return found;
}
