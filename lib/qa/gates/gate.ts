import type { Answer, Arm, Chunk, ChunkKey, GateName, Question, Study, VideoKey } from "#lib/records/index.ts";
import type { Language } from "#lib/text/index.ts";

/** One thing that a gate found, and where: a question's id or a chunk's name. */
export interface Finding {
  where: string;
  what: string;
}

/** What a gate looked at and found; `why` says in one sentence what decided. */
export interface GateResult {
  gate: GateName;
  /** How many were looked at; `of` says what. */
  checked: number;
  of: string;
  findings: Finding[];
  passes: boolean;
  why: string;
}

/** All that the gates look at: a study's records, and what its readers and its writer were shown as examples. */
export interface GateInput {
  study: Pick<Study, "arms" | "readers" | "chunk">;
  chunks: readonly Chunk[];
  languageOf: (video: VideoKey) => Language;
  /** The questions that are scored. */
  questions: readonly Question[];
  answers: readonly Answer[];
  /** The examples in the prompts of readers and writers, and whose they are. */
  examples: readonly { of: string; text: string }[];
  /** The chunk whose chat an arm shows beside a chunk; null where it shows none. */
  shownFrom: (chunk: Chunk, donors: readonly ChunkKey[], arm: Arm) => ChunkKey | null;
}

/** The name of a chunk in findings. */
export const chunkName = ({ video, index }: ChunkKey): string => `${video.platform}/${video.id}/${index}`;

/** The name of a video in findings. */
export const videoName = ({ platform, id }: VideoKey): string => `${platform}/${id}`;
