import type { Study } from "#lib/records/index.ts";
import { type Artefact, fixed, type Row, renderFigure, renderTable } from "#lib/report/index.ts";
import type { DegradedResult, Wording } from "./degradation.ts";

const percent = (share: number) => Math.round(100 * share);

/** The table of all that was made worse, by reader and by how the questions came about. */
export function degradationTable(study: Study, results: readonly DegradedResult[]): Artefact[] {
  return renderTable({
    name: "degradation",
    title: `Worse transcripts and less chat: ${study.title}`,
    keys: ["errors", "kept", "wording", "reader"],
    columns: [
      { key: "errors", label: "word errors added" },
      { key: "measured", label: "measured" },
      { key: "kept", label: "chat kept" },
      { key: "messages", label: "messages" },
      { key: "wording", label: "questions" },
      { key: "reader", label: "reader" },
      { key: "n", label: "asked" },
      { key: "chat", label: "chat [95 %]", digits: 3 },
      { key: "combined", label: "combined [95 %]", digits: 3 },
      { key: "none", label: "none [95 %]", digits: 3 },
      { key: "same", label: "same questions" },
      { key: "chatChange", label: "change of chat [95 %]", digits: 3 },
      { key: "combinedChange", label: "change of combined [95 %]", digits: 3 },
    ],
    rows: results.map(row),
    stamp: "exploratory",
    notes: [
      "rewritten: questions are written from the transcript with its errors and from the chat that is left, as a pipeline with a recogniser does; what counts as right is then what the transcript says, not what was said. fixed: the questions of the streams with nothing made worse, asked of the worse text.",
      "Word errors never touch the chat. So with fixed questions chat alone shows what it showed before, and cannot change; only what is read with the transcript can. With rewritten questions chat alone can fall although the chat is as it was, where a question is about words that nobody said: a lower chat accuracy may be a worse transcript and no poorer chat. The writer of this study decides how soon: the cloze writer asks about words that come up on several lines, which single errors seldom do, and which the chat, being without errors, keeps coming up with.",
      "asked: questions of the primary contrast in chunks that pass the study's gate. Where errors leave the words of a question to the chat alone, it is no longer about what was said, and is not counted: the questions that remain are those that suit a reader of chat.",
      "The two parts are worse in different ways, so the rows of word errors and of thinned chat are two lines to look along, and no comparison of which matters more.",
      "measured: edit distance between the words before and after by words before, counted after the errors were made. Errors come on top of those that the transcript has; wrong words are other words of the same stream (65 % replaced, 20 % left out, 15 % put in). Chat is thinned by lot, message by message.",
      "oracle is right exactly when a line of the question's evidence is shown, whatever errors the line has, and guesses otherwise: what it loses are lines that are no longer shown. With word errors and fixed questions it shows no change by construction.",
      "Same questions: with the same words and the same right answer as with nothing made worse; of rewritten ones the wrong choices may be others. Changes pair these, t on G - 1 degrees of freedom, G videos. Rewritten questions that stay the same are those that errors missed, so their change is no estimate for all.",
      "All rows are cut without the times of words, so that the first may differ a little from the study's own numbers.",
      ...study.notes,
    ],
  });
}

function row(result: DegradedResult): Row {
  const { wordErrorRate, chatShare, measuredErrorRate, messages, wording, reader, accuracy, change } = result;
  const isBase = wordErrorRate === 0 && chatShare === 1;
  return {
    values: {
      errors: `${percent(wordErrorRate)} %`,
      measured: `${fixed(100 * measuredErrorRate, 1)} %`,
      kept: `${percent(chatShare)} %`,
      messages,
      wording: isBase ? "as they are" : wording,
      reader,
      n: result.questions,
      ...accuracy,
      same: change.chat.n,
      chatChange: isBase ? null : change.chat,
      combinedChange: isBase ? null : change.combined,
    },
    sources: result.sources,
  };
}

/** Accuracy over word errors and over the chat that is kept, for rewritten and for fixed questions. */
export function degradationFigures(study: Study, results: readonly DegradedResult[], chance: number): Artefact[] {
  const figures = [
    { folder: "", of: "errors", wording: "rewritten" },
    { folder: "errors-fixed/", of: "errors", wording: "fixed" },
    { folder: "chat/", of: "kept", wording: "rewritten" },
    { folder: "chat-fixed/", of: "kept", wording: "fixed" },
  ] as const;
  return figures.flatMap(({ folder, of, wording }) =>
    figure(study, results, chance, of, wording).map((file) => ({ ...file, path: `${folder}${file.path}` })),
  );
}

function figure(
  study: Study,
  results: readonly DegradedResult[],
  chance: number,
  of: "errors" | "kept",
  wording: Wording,
): Artefact[] {
  const chosen = results.filter(({ wordErrorRate, chatShare, wording: own }) => {
    if (wordErrorRate === 0 && chatShare === 1) return true;
    return own === wording && (of === "errors" ? chatShare === 1 : wordErrorRate === 0);
  });
  const arms = (reader: string) =>
    reader === study.primary.reader ? (["chat", "combined", "none"] as const) : (["chat", "combined"] as const);
  const asked = wording === "rewritten" ? "questions rewritten" : "the same questions";
  return renderFigure({
    name: `degradation-${of}-${wording}`,
    title: `${of === "errors" ? "Worse transcripts" : "Less chat"}, ${asked}: ${study.title}`,
    xLabel: of === "errors" ? "word errors added (%)" : "messages kept (%)",
    yLabel: "accuracy",
    shape: "lines",
    points: chosen.flatMap(({ reader, wordErrorRate, chatShare, accuracy }) =>
      arms(reader).map((arm) => ({
        x: percent(of === "errors" ? wordErrorRate : chatShare),
        series: `${reader}, ${arm}`,
        estimate: accuracy[arm],
      })),
    ),
    reference: { value: chance, label: "chance" },
    notes: [
      wording === "rewritten"
        ? "Questions are written from what is left, as a pipeline with a recogniser does. Bars are 95 % intervals over videos."
        : "Questions are those of the streams with nothing made worse; only the text is worse. Bars are 95 % intervals over videos.",
      ...study.notes,
    ],
  });
}
