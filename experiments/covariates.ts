import type { ScoredItem } from "#lib/qa/index.ts";
import type { Chunk } from "#lib/records/index.ts";
import { type Artefact, fixed, type Row, renderTable } from "#lib/report/index.ts";
import { type LogisticCoefficient, logisticRegression } from "#lib/stats/index.ts";
import { byVideo } from "./byVideo.ts";
import { hasEvidence } from "./hasEvidence.ts";
import type { Experiment, StudyResults } from "./studyResults.ts";

const labels = {
  ratio: "chat : speech",
  volume: "chat characters a minute",
  confidence: "recogniser's confidence",
  topic: "topic question",
  dropRate: "utterances dropped",
  speechShare: "speech in the sound",
  errorRate: "word errors by ear",
};
type Name = keyof typeof labels;
const allNames = Object.keys(labels) as Name[];
/** What a recogniser of the project says; a table without any of it has no row of it. */
const ofRecogniser = ["dropRate", "speechShare", "errorRate"] as const;
const isOfRecogniser = (name: Name): name is (typeof ofRecogniser)[number] =>
  ofRecogniser.some((each) => each === name);

/** A scored question with what its chunk is like; null where that is not known. */
interface Described {
  question: string;
  video: string;
  arm: string;
  reader: string;
  score: number;
  covariates: Record<Name, number | null>;
}

/** A model in words, the questions that it is fitted to, and the covariates in it. */
interface Model {
  name: string;
  items: readonly Described[];
  held: readonly Name[];
}

/** What correctness under the primary arm goes with: a logistic regression on what the chunk and the question are like. */
export const covariates: Experiment = {
  name: "covariates",
  run(results): Artefact[] {
    const { study } = results;
    const quality = [...(results.speechQuality?.values() ?? [])];
    const names = allNames.filter((name) => !isOfRecogniser(name) || quality.some((one) => one[name] !== null));
    const hasRecogniser = quality.length > 0;
    const rows = study.readers.flatMap((reader) => {
      const items = describe(results, reader, names);
      return modelsOf(items, names).flatMap((model) =>
        modelRows(model, names, reader, reader !== study.primary.reader),
      );
    });
    return renderTable({
      name: "covariates",
      title: `What correctness under ${study.primary.arm} goes with: ${study.title}`,
      keys: ["model", "reader", "covariate"],
      columns: [
        { key: "model", label: "questions in the model" },
        { key: "reader", label: "reader" },
        { key: "covariate", label: "covariate" },
        { key: "n", label: "questions" },
        { key: "videos", label: "videos" },
        { key: "mean", label: "mean", digits: 3 },
        { key: "deviation", label: "SD", digits: 3 },
        { key: "oddsRatio", label: "odds ratio [95 %]", digits: 3 },
        { key: "p", label: "p", digits: 4 },
        { key: "freedom", label: "degrees of freedom", digits: 1 },
        { key: "remark", label: "remark" },
      ],
      rows,
      stamp: "exploratory",
      notes: [
        `Logistic regression of the score under ${study.primary.arm} on all covariates of a model together; evidence: ${study.primary.evidence}. Scores averaged over orders and draws are fractional responses (Papke and Wooldridge 1996, J Appl Econometrics 11:619).`,
        "Odds ratio: by how much the odds of a right answer are multiplied for one standard deviation more of the covariate, the others held; for topic questions, against detail questions. Above 1: right more often.",
        "Errors are clustered by video: CR2, with Satterthwaite's degrees of freedom (Bell and McCaffrey 2002; Pustejovsky and Tipton 2018, J Bus Econ Stat 36:672). Below 4 degrees of freedom the p-value is not to be trusted (Tipton 2015, Psychol Methods 20:375); fewer than ten videos a coefficient is called few here, since what differs between videos is then known from few of them.",
        "Chat characters are those of the chunk's chat lines; the recogniser's confidence is the mean log probability of its utterances, where the transcript holds one. A covariate that not all questions have is in a model of its own, with the questions that have it.",
        ...(hasRecogniser
          ? [
              "Utterances dropped: of those that begin in the chunk, the share that the recogniser's gate set aside. Speech in the sound: of the chunk's time, by voice activity. Word errors by ear: of the video's checked minute, the same for all of its questions; characters where a language is written without blanks, so that languages are not to be compared by it.",
            ]
          : []),
        "Nothing here was varied: streams with much chat differ in other ways too, and an odds ratio is no effect of chat. Where two covariates go together, as ratio and volume may, neither can be told from the other and both intervals are wide. The p-values are exploratory and not adjusted.",
        ...study.notes,
      ],
    });
  },
};

function describe(results: StudyResults, reader: string, names: readonly Name[]): Described[] {
  const { study, items, questions, chunks, speechQuality } = results;
  const { arm, evidence, kind } = study.primary;
  const chunkOf = new Map(chunks.map((chunk) => [chunkName(chunk), chunk]));
  const of = new Map(questions.map(({ id, chunk }) => [id, chunkOf.get(chunkName(chunk))!]));
  const wanted = (item: ScoredItem) =>
    item.reader === reader &&
    item.arm === arm &&
    item.score !== null &&
    hasEvidence(evidence, item.evidence) &&
    (kind === "any" || item.kind === kind);
  return items.filter(wanted).map(({ question, video, kind, score }) => {
    const chunk = of.get(question)!;
    const { counts, startMs, endMs } = chunk;
    const heard = speechQuality?.get(chunkName(chunk));
    const values: Record<Name, number | null> = {
      ratio: counts.chatSpeechRatio,
      volume: counts.chatChars / ((endMs - startMs) / 60_000),
      confidence: counts.avgLogprob,
      topic: kind === "topic" ? 1 : 0,
      dropRate: heard?.dropRate ?? null,
      speechShare: heard?.speechShare ?? null,
      errorRate: heard?.errorRate ?? null,
    };
    // What is known of no question is no part of a cell's data either, whose hash is printed.
    const covariates = Object.fromEntries(names.map((name) => [name, values[name]])) as Described["covariates"];
    return { question, video, arm, reader, score: score!, covariates };
  });
}

/** All questions with the covariates that all have; then those that have every covariate that any has. */
function modelsOf(items: readonly Described[], names: readonly Name[]): Model[] {
  const known = (name: Name) => items.filter(({ covariates }) => covariates[name] !== null).length;
  const complete = names.filter((name) => items.length > 0 && known(name) === items.length);
  const partial = names.filter((name) => known(name) > 0 && known(name) < items.length);
  const models: Model[] = [{ name: "all", items, held: complete }];
  if (partial.length > 0) {
    const having = items.filter(({ covariates }) => partial.every((name) => covariates[name] !== null));
    const name = `with ${partial.map((missing) => labels[missing]).join(", ")}`;
    models.push({
      name,
      items: having,
      held: names.filter((each) => complete.includes(each) || partial.includes(each)),
    });
  }
  return models;
}

function modelRows({ name, items, held }: Model, names: readonly Name[], reader: string, aside: boolean): Row[] {
  const columns = new Map(held.map((covariate) => [covariate, summary(items, covariate)]));
  const fitted = held.filter((covariate) => columns.get(covariate)!.deviation > 0);
  const clusters = byVideo(items, ({ score, covariates }) => ({
    outcome: score,
    covariates: fitted.map((covariate) => standardised(covariates[covariate]!, covariate, columns.get(covariate)!)),
  }));
  const regression = logisticRegression(clusters, fitted);
  const coefficients = fitted.length === 0 ? null : regression.coefficients;
  const few = regression.clusters < 10 * (fitted.length + 1);
  return names.map((covariate) => {
    const found = coefficients?.find((each) => each.name === covariate);
    const about = { model: name, reader, covariate: labels[covariate], n: items.length, videos: clusters.length };
    const missing = items.filter(({ covariates }) => covariates[covariate] === null).length;
    const absent = items.length === 0 ? "no question was scored" : whyAbsent();
    function whyAbsent() {
      if (!held.includes(covariate)) return `not known for ${missing} of ${items.length} questions`;
      return fitted.includes(covariate) ? (regression.reason ?? null) : "the same for every question";
    }
    return {
      values: {
        ...about,
        mean: columns.get(covariate)?.mean ?? null,
        deviation: columns.get(covariate)?.deviation ?? null,
        oddsRatio: found
          ? { ...found.oddsRatio, n: regression.n, clusters: regression.clusters, method: regression.method }
          : null,
        p: found?.p ?? null,
        freedom: found?.degreesOfFreedom ?? null,
        remark: found ? remarkOf(found, few, clusters.length, fitted.length + 1) : (absent ?? ""),
      },
      sources: items,
      aside,
    };
  });
}

function remarkOf(
  { degreesOfFreedom }: LogisticCoefficient,
  few: boolean,
  videos: number,
  coefficients: number,
): string {
  const remarks = few ? [`${videos} videos are few for ${coefficients} coefficients`] : [];
  if (degreesOfFreedom < 4) remarks.push(`only ${fixed(degreesOfFreedom, 1)} degrees of freedom`);
  return remarks.join("; ");
}

function summary(items: readonly Described[], covariate: Name): { mean: number; deviation: number } {
  const values = items.map(({ covariates }) => covariates[covariate]!);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
  return { mean, deviation: deviation > 1e-12 * Math.abs(mean) ? deviation : 0 };
}

function standardised(
  value: number,
  covariate: Name,
  { mean, deviation }: { mean: number; deviation: number },
): number {
  return covariate === "topic" ? value : (value - mean) / deviation;
}

function chunkName({ video, index }: Pick<Chunk, "video" | "index">): string {
  return `${video.platform}/${video.id}/${index}`;
}
