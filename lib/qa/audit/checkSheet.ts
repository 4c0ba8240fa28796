import { createHash } from "node:crypto";
import { InputError } from "#lib/errors.ts";
import type { Question } from "#lib/records/index.ts";
import type { CodedSheet } from "./readAuditSheet.ts";

/** Twelve hexadecimal digits of what a coder read of a question: its stem, its choices and the answer. */
export function questionFingerprint({ stem, choices, answer }: Pick<Question, "stem" | "choices" | "answer">): string {
  return createHash("sha256")
    .update(JSON.stringify([stem, choices, answer]))
    .digest("hex")
    .slice(0, 12);
}

/**
 * Makes sure that a sheet was coded for the questions as they are today.
 *
 * @throws InputError naming the first question that is not in the study, or reads otherwise than it did
 */
export function checkSheet({ coder, codes, fingerprints }: CodedSheet, questions: readonly Question[]): void {
  const today = new Map(questions.map((question) => [question.id, questionFingerprint(question)]));
  for (const id of codes.keys()) {
    const now = today.get(id);
    if (now !== undefined && now === fingerprints.get(id)) continue;
    throw new InputError(
      `${coder}: question ${id} ${now === undefined ? "is not in the study" : "is another one than the coder read"}. ` +
        "Codes of other questions do not count: export a new sheet and have it coded.",
    );
  }
}
