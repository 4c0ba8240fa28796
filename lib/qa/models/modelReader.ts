import { createHash, type Hash } from "node:crypto";
import { InputError, PermanentError } from "#lib/errors.ts";
import type { ModelRequest } from "#lib/llm/index.ts";
import type { StudyModel } from "#lib/records/index.ts";
import { readPrompt } from "../prompts/readPrompt.ts";
import { recoverJson } from "../protocols/recoverJson.ts";
import type { Body } from "../read/body.ts";
import { languageOf } from "../read/languageOf.ts";
import type { PublicQuestion, Reader, ReaderContext, Reply } from "../read/reader.ts";
import { answerAsk, answerPrefix, answerSchema, settingsOf } from "./answerRequest.ts";
import { type AnswerVariant, answerVariants } from "./answerVariant.ts";
import { addUsage, askModel } from "./askModel.ts";
import { judgeAnswer } from "./freeAnswer.ts";
import { modelVersion } from "./modelVersion.ts";
import type { OpenModel } from "./openModel.ts";
import { memberOf, readAnswer } from "./readAnswer.ts";

/** The reader's name in a study: `model:` and an entry of its models, and after another colon how it is asked. */
const pattern = /^model:([^:]+)(?::([^:]+))?$/;

/** The entry and the variant that a reader's name names; null where it is no model's. */
export function modelOfReader(name: string): { entry: string; variant: string } | null {
  const found = pattern.exec(name);
  return found && { entry: found[1]!, variant: found[2] ?? "plain" };
}

/**
 * A reader that is a language model. It sees what every reader sees: the body of the arm, the question and its choices.
 *
 * @param options.name such as `model:gemini` or `model:gemini:abstain`
 * @param options.open gives the model when the first question is asked
 * @throws InputError when the study has no such model, or there is no such way to ask
 */
export function modelReader(options: {
  name: string;
  models: Readonly<Record<string, StudyModel>>;
  open: OpenModel;
}): Reader {
  const { name, models, open } = options;
  const { entry, variant } = namedIn(name, models);
  const settings = models[entry]!;
  const prompt = readPrompt(answerVariants[variant]);
  const isFree = variant === "free";
  const judgeEntry = settings.judge ?? entry;
  const judgeSettings = models[judgeEntry]!;
  const judgePrompt = readPrompt("judge");
  const known = new WeakMap<Body, Map<string, Hash>>();
  const version = isFree
    ? modelVersion([settings, judgeSettings], [prompt, judgePrompt])
    : modelVersion([settings], [prompt]);
  return {
    name,
    version,
    blindToChoiceOrder: isFree,
    blindToLineOrder: false,
    asksModel: { entry, ...(isFree ? { judge: judgeEntry } : {}), inFlight: settings.concurrency },
    requestOf,
    shownHash: (question, body) =>
      prefixHash(question, body)
        .update(answerAsk(prompt, variant, question))
        .digest("hex"),
    answer: async (question, body, context = { draw: 0, videos: [] }) => {
      const request = requestOf(question, body, context);
      const { reply, usage } = await askModel(open(entry), request, context.signal);
      const { outcome, modelVersion } = reply;
      if (isFree && outcome.status === "ok") {
        const given = memberOf(recoverJson(outcome.text), "answer");
        if (typeof given === "string") return judged(given, question, context, usage, modelVersion);
      }
      const read = readAnswer(outcome, variant, question);
      if (!read) throw new PermanentError(`${name} gave no answer.`);
      // A number in a free answer is no choice: none was shown.
      const isChoice = read.status === "answered" && isFree;
      return { ...read, ...(isChoice ? { status: "invalid", choice: null } : {}), usage, modelVersion };
    },
  };

  function requestOf(question: PublicQuestion, body: Body | null, { draw, videos }: ReaderContext): ModelRequest {
    const schema = answerSchema(variant, question.choices.length);
    return {
      prefix: answerPrefix(prompt, question, body),
      ask: answerAsk(prompt, variant, question),
      ...(schema === undefined ? {} : { schema }),
      ...settingsOf(settings),
      draw,
      videos,
    };
  }

  async function judged(
    given: string,
    question: PublicQuestion,
    context: ReaderContext,
    usage: NonNullable<Reply["usage"]>,
    modelVersion: string,
  ): Promise<Reply> {
    const judge = { model: open(judgeEntry), settings: judgeSettings, prompt: judgePrompt };
    const { read, usage: more } = await judgeAnswer(given, question, judge, context);
    return { ...read, usage: addUsage(usage, more), modelVersion };
  }

  /** The rules and a body are hashed once for all questions and orders. */
  function prefixHash(question: PublicQuestion, body: Body | null): Hash {
    const make = () => createHash("sha256").update(answerPrefix(prompt, question, body));
    if (body === null) return make();
    const language = languageOf(question);
    const ofBody = known.get(body) ?? new Map<string, Hash>();
    known.set(body, ofBody);
    const hash = ofBody.get(language) ?? make();
    ofBody.set(language, hash);
    return hash.copy();
  }
}

function namedIn(
  name: string,
  models: Readonly<Record<string, StudyModel>>,
): { entry: string; variant: AnswerVariant } {
  const { entry, variant } = modelOfReader(name) ?? { entry: "", variant: "" };
  const expected = (known: string, found: string) =>
    new InputError(`The reader ${name} of study.yaml: expected ${known}, found ${found || "none"}.`);
  if (!Object.hasOwn(models, entry)) throw expected(`model: and one of its models (${Object.keys(models)})`, entry);
  if (!Object.hasOwn(answerVariants, variant)) throw expected(`one of ${Object.keys(answerVariants)}`, variant);
  const { judge } = models[entry]!;
  if (judge !== undefined && !Object.hasOwn(models, judge))
    throw new InputError(`models.${entry}.judge: expected one of ${Object.keys(models)}, found ${judge}.`);
  return { entry, variant: variant as AnswerVariant };
}
