import { InputError } from "#lib/errors.ts";
import { notebookText } from "./notebookText.ts";

/** A file of a new study, with its path below the study's folder. */
export interface NewFile {
  path: string;
  text: string;
}

/**
 * The files that a new study begins with: study.yaml, an experiment that makes one table, and a notebook that shows it. They
 * run as they are, on two streams of the bundled sample, until its sources are replaced by one's own.
 *
 * @param name of the study: small letters, digits and "-"
 * @param folder of the study below the project's folder, with "/" between its parts
 * @throws InputError for a name that none can have
 */
export function newStudyFiles(name: string, folder: string): NewFile[] {
  if (!/^[a-z0-9][a-z0-9-]{0,59}$/.test(name))
    throw new InputError(
      `${JSON.stringify(name)} is no name of a study: expected small letters, digits and "-", e.g. talk-march.`,
    );
  const up = folder
    .split("/")
    .map(() => "..")
    .join("/");
  return [
    { path: "study.yaml", text: studyText(name, up) },
    { path: "experiment.ts", text: experimentText(up) },
    { path: "explore.ipynb", text: notebookText(name, folder) },
  ];
}

function studyText(name: string, up: string): string {
  const data = `${up}/experiments/sample/data`;
  return `# All keys are in lib/records/study.ts; a wrong one is said with what was expected.
name: ${name}
title: ${name}
# What a reader of its tables has to know, one line each.
notes: []
corpus: .cache/corpus
# Two streams of the bundled sample, so that it runs at once. Put your own files here, or name a corpus that has them.
sources:
  - platform: youtube
    id: sample_yt01
    language: ja
    start: "2025-10-04T19:00:00+09:00"
    files:
      - ${data}/youtube/sample_yt01.live_chat.json
      - ${data}/youtube/sample_yt01.json
  - platform: twitch
    id: "9900000002"
    language: en
    start: "2025-10-07T01:00:00+00:00"
    files:
      - ${data}/twitch/9900000002_chat.json
      - ${data}/twitch/9900000002.csv
chunk:
  windowSeconds: 600
writer:
  name: cloze
readers: [bm25, choices-only]
arms: [combined, chat, speech, none, otherChunkChat]
seed: ${name}
# The one contrast that the study is about. Lock the study before its first answer: livecorpus study lock --study FOLDER.
primary:
  reader: bm25
  arm: chat
  against: [none, otherChunkChat]
  evidence: spoken
`;
}

function experimentText(up: string): string {
  return `import { accuracyOf } from "${up}/experiments/accuracy.ts";
import { runExperiment } from "${up}/experiments/runExperiment.ts";
import type { Experiment } from "${up}/experiments/studyResults.ts";
import { type Artefact, renderTable } from "#lib/report/index.ts";

/** Accuracy of the primary reader by arm and language: the place for a table of your own. */
export const byLanguage: Experiment = {
  name: "byLanguage",
  run({ study, items, streams }): Artefact[] {
    const languages = new Map(streams.map(({ video, language }) => [\`\${video.platform}/\${video.id}\`, language]));
    const own = items.filter(({ reader }) => reader === study.primary.reader);
    const rows = study.arms.flatMap((arm) =>
      [...new Set(languages.values())].sort().map((language) => {
        const chosen = own.filter((item) => item.arm === arm && languages.get(item.video) === language);
        return { values: { arm, language, ...accuracyOf(chosen) }, sources: chosen };
      }),
    );
    return renderTable({
      name: "byLanguage",
      title: \`Accuracy by arm and language, \${study.primary.reader}: \${study.title}\`,
      keys: ["arm", "language"],
      columns: [
        { key: "arm", label: "arm" },
        { key: "language", label: "language" },
        { key: "n", label: "questions" },
        { key: "accuracy", label: "accuracy [95 %]", digits: 3 },
      ],
      rows,
      stamp: "exploratory",
      notes: study.notes,
    });
  },
};

// Not awaited: a notebook, which loads this file too, takes no file that waits.
if (import.meta.main) runExperiment(byLanguage, import.meta.dirname);
`;
}
