/** When an utterance is not believed; each number is a bound that has to be passed. */
export interface GateRule {
  /** Text that packs better than this repeats itself: length over length after zlib. */
  compressionRatio: number;
  /** Silence is believed where it is more probable than this and the text less probable than `avgLogprob`. */
  noSpeech: number;
  avgLogprob: number;
  /** A filler line is not believed where less than this share of its time is speech. */
  fillerSpeechShare: number;
  /** Nobody speaks more syllables in a second. */
  syllablesPerSecond: number;
}

/**
 * Whisper's own thresholds (Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision", 2023, section 4.5;
 * whisper/transcribe.py), and three times the rate of the fastest languages measured, about 8 syllables a second (Coupé et al.,
 * "Different languages, similar encoding efficiency", Science Advances 5, 2019), since engines give times too short as well.
 */
export const whisperGate: GateRule = {
  compressionRatio: 2.4,
  noSpeech: 0.6,
  avgLogprob: -1,
  fillerSpeechShare: 0.5,
  syllablesPerSecond: 25,
};
