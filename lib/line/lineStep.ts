import type { Corpus } from "#lib/corpus/index.ts";
import type { Clock, Progress } from "#lib/effects/index.ts";
import type { OpenModel } from "#lib/qa/index.ts";
import type { Frame, Study, VideoKey } from "#lib/records/index.ts";
import type { SpeechEngine } from "#lib/transcribe/index.ts";
import type { StepWork, TaskState } from "#lib/work/index.ts";

/** What a step of the line works on: one study, the folder that its files are relative to, and its corpus. */
export interface LineContext {
  study: Study;
  /** Of a locked study, whose videos are then those of the frame. */
  frame?: Frame | null;
  folder: string;
  corpus: Corpus;
  clock: Clock;
  progress: Progress;
  /** Gives the language models that the study names; absent where none may be asked. */
  openModel?: OpenModel;
  /** Opens the recogniser that the study names; where it is absent, nothing new can be transcribed. */
  openEngine?: (settings: unknown) => Promise<SpeechEngine>;
}

/** One part of a step: a video's, or the study's where the video is null. */
export interface LinePart {
  video: VideoKey | null;
  state(): Promise<TaskState>;
  /** Does it, and counts what a person may want to know. */
  run(work?: Pick<StepWork, "worker" | "fence" | "signal">): Promise<Record<string, number>>;
}

/** One step: what it needs, what it makes, and the room's function that does it. */
export interface LineStep {
  name: string;
  needs: string;
  makes: string;
  /** True where each part needs all that comes before, false where it needs its own video's. */
  joins: boolean;
  /** The variant of its records, which names its tasks. */
  variant(study: Study): string;
  /** After so long one part counts as failed. */
  timeoutMinutes: number;
  parts(context: LineContext): Promise<LinePart[]>;
  /** One line for a person, of the counts of all parts. */
  say(counts: Readonly<Record<string, number>>, context: LineContext): string;
  /** Does all parts here and now, one after another, and says what came of them. */
  run(context: LineContext): Promise<string>;
}
