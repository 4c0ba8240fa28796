import { createHash } from "node:crypto";
import type { Artefact } from "#lib/report/index.ts";
import { codeHash } from "./codeHash.ts";
import type { StudyResults } from "./studyResults.ts";

/** What the results were made of: code, study, lock, streams, questions and answers by their hashes. */
export type Provenance = ReturnType<typeof provenanceOf>;

export function provenanceOf({ study, frame, questions, answers, streams }: StudyResults, studyText: string) {
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  const lines = (records: readonly unknown[]) =>
    sha256(records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  return {
    study: study.name,
    seed: study.seed,
    code: codeHash(),
    studyFile: sha256(studyText),
    lock: frame && { lockedAt: frame.lockedAt, answers: frame.answers, sha256: frame.sha256 },
    streams: lines(streams),
    questions: { count: questions.length, sha256: lines(questions) },
    answers: { count: answers.length, sha256: lines(answers) },
  };
}

/** provenance.json, from which the crate takes its hashes too. */
export function provenanceFile(provenance: Provenance): Artefact {
  return { path: "provenance.json", text: `${JSON.stringify(provenance, null, 2)}\n` };
}
