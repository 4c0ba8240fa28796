import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { InputError } from "#lib/errors.ts";
import type { Language } from "#lib/text/index.ts";

/** What a prompt is for: each is a file `<language>/<name>.txt`, with the variant of a reader in its name. */
export type PromptName =
  | "answer"
  | "answer-abstain"
  | "answer-free"
  | "answer-a"
  | "answer-b"
  | "answer-c"
  | "judge"
  | "write"
  | "verify";

/** A prompt in the languages that it is written in: its sections by name, and the SHA-256 of its files. */
export interface Prompt {
  name: PromptName;
  hash: string;
  /** The section, "" where there is none; in Japanese where the prompt is written in Japanese alone. */
  section(language: Language, name: string): string;
}

const languages: readonly Language[] = ["en", "ja", "ko"];
const fileOf = (language: Language, name: string) => new URL(`./${language}/${name}.txt`, import.meta.url);

/** Reads a prompt. A line `@@ name` begins a section; the hash is of all its files, so that any edit is another version. */
export function readPrompt(name: PromptName): Prompt {
  const hash = createHash("sha256");
  const sections = new Map<Language, Map<string, string>>();
  for (const language of languages.filter((each) => existsSync(fileOf(each, name)))) {
    const text = readFileSync(fileOf(language, name), "utf8");
    hash.update(`${language}\n${text}`);
    sections.set(language, sectionsOf(text));
  }
  return {
    name,
    hash: hash.digest("hex"),
    section: (language, part) => (sections.get(language) ?? sections.get("ja"))?.get(part) ?? "",
  };
}

function sectionsOf(text: string): Map<string, string> {
  const parts = text.split(/^@@ (\S+)\n/m);
  const found = new Map<string, string>();
  for (let i = 1; i < parts.length; i += 2) found.set(parts[i]!, parts[i + 1]!);
  return found;
}

/**
 * Fills the slots `{{name}}` of a section, once: what is put in is never looked through for slots again.
 *
 * @throws InputError when the section has a slot that nothing is given for
 */
export function fillPrompt(section: string, values: Readonly<Record<string, string>>): string {
  return section.replace(/\{\{(\w+)\}\}/g, (slot, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined)
      throw new InputError(
        `A prompt has the slot ${slot}, expected one of ${Object.keys(values).join(", ")}. Correct the prompt's file.`,
      );
    return value;
  });
}
