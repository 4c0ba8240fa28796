import { basename } from "node:path";
import type { SpeechSettings } from "#lib/records/index.ts";
import {
  defaultTranscribeSettings,
  type EngineName,
  speechVariant,
  type TranscribeSettings,
} from "#lib/transcribe/index.ts";

/** What the settings of a recogniser come to: what its transcripts are called and made with, and what it is opened with. */
export interface SpeechPlan {
  name: EngineName;
  settings: TranscribeSettings;
  variant: string;
  engine: Record<string, unknown> & { engine: string };
}

/**
 * Parts the settings of a recogniser into those of each window, which records name, and those of the engine. Both are told the
 * language, since some engines load a model for it.
 */
export function speechPlan({ language, hotWords = [], ...rest }: SpeechSettings): SpeechPlan {
  const { prompt: said, ...engineOwn } = rest;
  // Hot words stand before what was said, as in faster-whisper: Whisper follows the nearer text more.
  const told = [hotWords.join(", "), said ?? ""].filter((text) => text !== "");
  const prompt = told.length > 0 ? told.join(". ") : undefined;
  const spoken = language === undefined || language === "auto" ? {} : { language };
  const settings = { ...defaultTranscribeSettings, ...spoken, ...(prompt !== undefined && { prompt }) };
  const engine: SpeechPlan["engine"] = { ...engineOwn, ...spoken };
  const text = (key: string) => {
    const value = engine[key];
    return typeof value === "string" ? value : "";
  };
  const isCommand = engine.engine === "command";
  const name = {
    engine: isCommand ? `command:${basename(text("program"))}` : engine.engine,
    model: isCommand ? text("model") : basename(text("model") || text("folder")),
  };
  return { name, settings, variant: speechVariant(name, settings), engine };
}
