import type { Answer, Arm, Chunk, EvidenceSource, Question, QuestionKind, Study, Video } from "#lib/records/index.ts";
import type { Artefact } from "#lib/report/index.ts";

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

/**
 * One question under one arm by one reader, orders and draws averaged: `score` is from 0 to 1 over the answers that count,
 * null where none does; `answers`, `invalid` and `notApplicable` count what was asked.
 */
export interface Item {
  question: string;
  video: string;
  platform: string;
  kind: QuestionKind;
  evidence: EvidenceSource;
  arm: Arm;
  reader: string;
  score: number | null;
  answers: number;
  invalid: number;
  notApplicable: number;
}

/** All that an experiment may read: one study, from its streams to its scored items. */
export interface StudyResults {
  study: Study;
  streams: StreamSummary[];
  chunks: Chunk[];
  questions: Question[];
  answers: Answer[];
  items: Item[];
}

/** One table or figure of the paper: a pure function from a study's results to files. */
export interface Experiment {
  name: string;
  run(results: StudyResults): Artefact[];
}
