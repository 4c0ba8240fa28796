import type { ProgramEffects } from "#lib/effects/index.ts";

/** What a speech engine needs of the world. */
export interface EngineEffects extends ProgramEffects {
  readonly randomBytes: (count: number) => Uint8Array;
}
