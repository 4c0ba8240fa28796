import { z } from "zod";
import { Arm } from "./answer.ts";
import { GateName } from "./gateName.ts";
import { QuestionKind } from "./question.ts";
import { StudyBudget, StudyModel } from "./studyModel.ts";
import { VideoKey } from "./video.ts";

/** How choices are ordered: as written, the historical permutation, or all rotations of the written order. */
export const OrderScheme = z.enum(["written", "historical", "rotations"]);
export type OrderScheme = z.infer<typeof OrderScheme>;

/**
 * Which questions a contrast is about, by their evidence. `spoken` is what was said, whether or not chat says it too: a
 * fact that chat gives away must count, or chat could never be found to tell anything. `SPEECH` is what only speech says.
 */
export const EvidenceScope = z.enum(["spoken", "SPEECH", "CHAT", "BOTH", "any"]);
export type EvidenceScope = z.infer<typeof EvidenceScope>;

/** The settings of a chunk variant; times in seconds as a person writes them. */
export const ChunkSettings = z.strictObject({
  windowSeconds: z.number().positive().default(600),
  overlapSeconds: z.number().nonnegative().default(0),
  lagSeconds: z.union([z.number(), z.literal("auto")]).default(0),
  legacy: z.boolean().default(false),
  /** Leave out authors who behave as bots too, beside those whom the platform marks. */
  withoutBots: z.boolean().optional(),
  /** Whose transcript is cut, by its variant, e.g. `whisper.cpp-ggml-base-ja`; by default the imported one, or the only one. */
  speech: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
    .optional(),
});
export type ChunkSettings = z.infer<typeof ChunkSettings>;

/**
 * A recogniser, the language to hear and words to know. What else an engine takes, such as the path of its model, relative to
 * the study's folder, it parses itself.
 */
export const SpeechSettings = z.looseObject({
  engine: z.string().min(1),
  language: z.string().min(2).optional(),
  prompt: z.string().optional(),
  /** Names and words of the streams, which the engine is told to expect. */
  hotWords: z.array(z.string().min(1)).min(1).optional(),
});
export type SpeechSettings = z.infer<typeof SpeechSettings>;

/** The raw files of one video, relative to the study's folder, for a study that imports its own corpus. */
export const StudySource = VideoKey.strict().extend({
  files: z.array(z.string().min(1)).min(1),
  title: z.string().optional(),
  language: z.string().optional(),
  start: z.string().optional(),
  zone: z.string().optional(),
});
export type StudySource = z.infer<typeof StudySource>;

/** What is printed in tables and figures: an XML file such as SVG cannot hold other control characters at all. */
const Prose = z.string().regex(/^(?:[\t\n\r]|[^\p{Cc}\p{Cs}])*$/u, "expected text without control characters");

/** A study as data: what is asked of which videos, by whom, under which arms, and the one contrast that it is about. */
export const Study = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
    title: Prose,
    description: z.string().optional(),
    notes: z.array(Prose).default([]),
    /** Where the corpus is (a folder or gs://bucket/prefix), and the key of its pseudonyms where the study imports it; paths are relative to the study's folder. */
    corpus: z.string(),
    key: z.string().optional(),
    sources: z.array(StudySource).default([]),
    videos: z.union([z.literal("all"), z.array(VideoKey)]).default("all"),
    /** The recogniser that the line transcribes collected audio with; nothing is transcribed without it. */
    speech: SpeechSettings.optional(),
    chunk: ChunkSettings.prefault({}),
    /** `cloze` needs no model; `model` writes with the entry of `models` that it names. */
    writer: z
      .strictObject({
        name: z.string(),
        model: z.string().optional(),
        /** How often a chunk's questions are asked for, where those that come cannot be used; 3 unless given. */
        attempts: z.number().int().positive().max(10).optional(),
      })
      .prefault({ name: "cloze" }),
    /** Another model, which looks for the answers of written questions by itself and says where it finds them. */
    verifier: z.strictObject({ model: z.string() }).optional(),
    /** The language models that readers, the writer and the verifier name: `model:gemini` is the entry gemini. */
    models: z
      .record(z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, "expected a short name such as gemini"), StudyModel)
      .optional(),
    /** What the models may cost in all runs of the study together. */
    budget: StudyBudget.optional(),
    readers: z.array(z.string()).min(1),
    arms: z.array(Arm).min(1).default(Arm.options.slice()),
    orders: z.array(OrderScheme).min(1).default(["rotations"]),
    draws: z.number().int().positive().default(1),
    seed: z.string(),
    primary: z.strictObject({
      reader: z.string(),
      arm: Arm,
      against: z.array(Arm).min(1),
      evidence: EvidenceScope.default("spoken"),
      kind: z.union([QuestionKind, z.literal("any")]).default("any"),
    }),
    /** Sheets of one or two coders of this study's questions, relative to the study's folder. */
    audit: z.array(z.string().min(1)).max(2).default([]),
    /** Corrected sheets of a random minute of each transcript, relative to the study's folder. */
    transcriptSheets: z.array(z.string().min(1)).optional(),
    /**
     * Whether pages of the results may show what was said and written in the streams: `text` shows it, `numbers` leaves out
     * each line, question and choice. For streams of real people, `text` needs their consent.
     */
    publish: z.enum(["numbers", "text"]).default("numbers"),
    /** What an archive asks for: the day that the results are of, and their licence by its SPDX identifier. */
    date: z.iso.date().optional(),
    license: z
      .string()
      .regex(/^[A-Za-z0-9.+-]+$/, "expected an SPDX identifier such as CC-BY-4.0")
      .optional(),
    gates: z
      .strictObject({
        minCombinedChars: z.number().int().nonnegative().default(500),
        /** Gates that may fail without failing the run; each reason is printed below every table. */
        accept: z.array(z.strictObject({ gate: GateName, because: Prose.min(1) })).default([]),
      })
      .prefault({}),
  })
  .superRefine((study, context) => {
    for (const { path, message } of contradictions(study)) context.addIssue({ code: "custom", path, message });
  });
export type Study = z.infer<typeof Study>;

interface Contradiction {
  path: string[];
  message: string;
}

/** What each key allows alone and the keys do not allow together. */
function contradictions(study: StudyKeys): Contradiction[] {
  const { sources, videos, readers, arms, primary, gates } = study;
  const name = ({ platform, id }: VideoKey) => `${platform} ${id}`;
  const lists: [string[], string[]][] = [
    [["sources"], sources.map(name)],
    [["videos"], videos === "all" ? [] : videos.map(name)],
    [["readers"], readers],
    [["arms"], arms],
    [["primary", "against"], primary.against],
    [["gates", "accept"], gates.accept.map(({ gate }) => gate)],
  ];
  const found = lists.flatMap(([path, names]) => {
    const twice = names.find((each, i) => names.indexOf(each) < i);
    return twice === undefined ? [] : [{ path, message: `${twice} is there twice; name it once` }];
  });
  const named = (path: string[], each: string, known: readonly string[], key: string) => {
    if (!known.includes(each)) found.push({ path, message: `expected one of the study's ${key}, found ${each}` });
  };
  named(["primary", "reader"], primary.reader, readers, "readers");
  named(["primary", "arm"], primary.arm, arms, "arms");
  for (const arm of primary.against) named(["primary", "against"], arm, arms, "arms");
  if (primary.against.includes(primary.arm))
    found.push({ path: ["primary", "against"], message: `expected other arms than ${primary.arm} itself` });
  const models = Object.keys(study.models ?? {});
  for (const reader of readers) {
    const [kind, entry] = reader.split(":");
    if (kind === "model") named(["readers"], entry ?? "", models, "models");
  }
  const { writer, verifier } = study;
  if (writer.name === "model") named(["writer", "model"], writer.model ?? "none", models, "models");
  if (verifier) named(["verifier", "model"], verifier.model, models, "models");
  for (const [name, { judge }] of Object.entries(study.models ?? {}))
    if (judge !== undefined) named(["models", name, "judge"], judge, models, "models");
  return found;
}

type StudyKeys = Pick<
  Study,
  "sources" | "videos" | "readers" | "arms" | "primary" | "gates" | "models" | "writer" | "verifier"
>;
