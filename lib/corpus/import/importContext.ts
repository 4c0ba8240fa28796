import type { Progress } from "#lib/effects/index.ts";
import type { ColumnMapping } from "#lib/formats/index.ts";
import type { Video, VideoKey } from "#lib/records/index.ts";
import type { FileReport } from "./importReport.ts";
import type { Source } from "./source.ts";

/** What the parts of one import share. */
export interface ImportContext {
  /** A folder that is gone after the import. */
  scratch: string;
  progress: Progress;
  /** How many files are read at a time. */
  threads: number;
  /** How the files are read; goes to other threads as it is. */
  reading: {
    video: VideoKey;
    key: Uint8Array;
    strict: boolean;
    mapping?: ColumnMapping;
    zone?: string;
    startMs?: number;
    /** Pseudonyms of persons who were taken down. */
    takenDown: ReadonlySet<string>;
  };
}

/** A step that is done but not published: its files are in the scratch folder. */
export interface PreparedStep {
  step: "chat" | "transcribe";
  sources: { source: Source; copy: string; sha256: string }[];
  outputs: { name: string; path: string; sha256: string; bytes: number }[];
  files: FileReport[];
  /** What the files say of the video. */
  about: Partial<Video>;
  /** True when a source names a person who was taken down. */
  namesTakenDown: boolean;
  /** True when a time in the files had to be counted from the stream's start. */
  usedStart: boolean;
}
