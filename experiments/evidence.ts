import { type Artefact, type Row, renderTable } from "#lib/report/index.ts";
import { accuracyOf } from "./accuracy.ts";
import type { Experiment } from "./studyResults.ts";

/** Accuracy by where a question's evidence lies: the chat arm on speech-evidenced questions is the study's estimate. */
export const evidence: Experiment = {
  name: "evidence",
  run({ study, items }): Artefact[] {
    const rows: Row[] = [];
    for (const source of ["SPEECH", "CHAT", "BOTH"])
      for (const arm of study.arms)
        for (const reader of study.readers) {
          const chosen = items.filter((i) => i.evidence === source && i.arm === arm && i.reader === reader);
          if (chosen.length > 0)
            rows.push({ values: { evidence: source, arm, reader, ...accuracyOf(chosen) }, sources: chosen });
        }
    return renderTable({
      name: "evidence",
      title: `Accuracy by where the evidence lies: ${study.title}`,
      keys: ["evidence", "arm", "reader"],
      columns: [
        { key: "evidence", label: "evidence" },
        { key: "arm", label: "arm" },
        { key: "reader", label: "reader" },
        { key: "n", label: "questions" },
        { key: "videos", label: "videos" },
        { key: "accuracy", label: "accuracy [95 %]", digits: 3 },
      ],
      rows,
      notes: [
        "SPEECH: every evidence line of the question was spoken; CHAT: every one was written in chat; BOTH: lines of either.",
        ...study.notes,
      ],
    });
  },
};
