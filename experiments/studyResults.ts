import type { Clock } from "#lib/effects/index.ts";
import type { LineContext } from "#lib/line/index.ts";
import type { CodedSheet, ScoredItem } from "#lib/qa/index.ts";
import type { Answer, Chunk, Frame, Question, Study, Video, VideoKey } from "#lib/records/index.ts";
import type { Artefact } from "#lib/report/index.ts";
import type { Language } from "#lib/text/index.ts";

/** What is counted of one stream when its records are read. */
export interface StreamSummary {
  video: Video;
  language: string;
  messages: number;
  authors: number;
  kinds: Record<string, number>;
  utterances: number;
  chatChars: number;
  speechChars: number;
  lengthMs: number;
  chunks: number;
  chunksWithChat: number;
}

/** How far the transcript of one chunk can be trusted; null for what is not known. */
export interface SpeechQuality {
  /** Of the utterances of the chunk, those that the gate of the recogniser set aside. */
  dropRate: number | null;
  /** Of the chunk's time, how much is speech, by voice activity. */
  speechShare: number | null;
  /** Of the video's checked minute: words, or characters, that are wrong. */
  errorRate: number | null;
}

/** All that an experiment may read: one study, from its streams to its scored items. */
export interface StudyResults {
  study: Study;
  /** What the study was locked with; null where it is not. */
  frame: Frame | null;
  streams: StreamSummary[];
  chunks: Chunk[];
  /** The language by whose rules a video's questions are written and read. */
  languageOf: (video: VideoKey) => Language;
  questions: Question[];
  answers: Answer[];
  /** Questions under an arm by a reader, invalid answers left out. */
  items: ScoredItem[];
  /** Sheets on which coders noted the defects of these questions. */
  sheets: CodedSheet[];
  /** By `platform/id/index` of a chunk; empty where no recogniser said anything of its work, and nobody checked it. */
  speechQuality?: ReadonlyMap<string, SpeechQuality>;
}

/** Where an experiment that needs more than the results works. */
export interface Laboratory {
  clock: Clock;
  /** A new empty folder, which is removed when all experiments have ended. */
  makeFolder(): Promise<string>;
}

/** A laboratory beside the study's own corpus. */
export interface CorpusLaboratory extends Laboratory {
  /** What the study's line ran with. */
  line: LineContext;
}

/** One table or figure of the paper: from a study's results to files, the same bytes each time. */
export type Experiment =
  | {
      name: string;
      /** It reads what was said and written, and not only what was answered: a bundle of scores cannot make it again. */
      readsText: true;
      /** It writes and asks anew under other settings; left out where that would ask language models, which costs money. */
      asksAgain?: true;
      run(results: StudyResults, laboratory: CorpusLaboratory): Artefact[] | Promise<Artefact[]>;
    }
  | {
      name: string;
      readsText?: never;
      asksAgain?: never;
      run(results: StudyResults, laboratory: Laboratory): Artefact[] | Promise<Artefact[]>;
    };
