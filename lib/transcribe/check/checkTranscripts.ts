import { type Corpus, listSteps, readVideo } from "#lib/corpus/index.ts";
import type { VideoKey } from "#lib/records/index.ts";
import { findAudio } from "../corpus/findAudio.ts";
import { readTranscript } from "../corpus/readTranscript.ts";
import { judgeTranscript, lookAtTranscript, type TranscriptLook } from "./judgeTranscript.ts";

/** One transcript of a video, or that it has none. */
export interface TranscriptStanding {
  video: VideoKey;
  /** Null for a video without any transcript. */
  variant: string | null;
  standing: "good" | "suspicious" | "missing" | "stale" | "noAudio";
  language: string | null;
  look: TranscriptLook | null;
  /** What is wrong, in words. */
  findings: string[];
}

/**
 * What is done of the transcripts of a corpus, what is missing, and what is suspicious. A transcript is stale when the
 * video's audio is another now; one whose audio was purged is not.
 *
 * @param options.variant to look at this one only, and call a video without it missing
 */
export async function* checkTranscripts(
  corpus: Corpus,
  videos: readonly VideoKey[],
  options: { variant?: string | undefined } = {},
): AsyncIterable<TranscriptStanding> {
  for (const video of videos) {
    const steps = (await listSteps(corpus, video)).filter(
      ({ record }) =>
        record.step === "transcribe" && (options.variant === undefined || record.variant === options.variant),
    );
    const audio = await findAudio(corpus, video);
    if (steps.length === 0) {
      const findings = [audio ? "there is audio, and no transcript" : "there is neither audio nor transcript"];
      const standing = audio ? "missing" : "noAudio";
      yield { video, variant: null, standing, language: null, look: null, findings };
    }
    const { durationMs = null } = await readVideo(corpus, video);
    for (const step of steps) {
      const { variant, inputs } = step.record;
      const { utterances, facts, language } = await readTranscript(corpus, video, step);
      const look = lookAtTranscript(utterances, facts, language);
      const findings = judgeTranscript(look, facts, { language, durationMs });
      const isStale = audio !== null && inputs.audio !== undefined && inputs.audio !== audio.sha256;
      if (isStale) findings.unshift("it was made of other audio than there is now");
      const standing = isStale ? "stale" : findings.length > 0 ? "suspicious" : "good";
      yield { video, variant, standing, language, look, findings };
    }
  }
}
