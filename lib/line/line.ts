import { chunkVariant } from "#lib/chunk/index.ts";
import { askParts } from "./askParts.ts";
import { chunkParts } from "./chunkParts.ts";
import { importParts } from "./importParts.ts";
import type { LineContext, LineStep } from "./lineStep.ts";
import { speechPlan } from "./speechPlan.ts";
import { transcribeParts } from "./transcribeParts.ts";
import { untilTakenDown } from "./untilTakenDown.ts";
import { writeParts } from "./writeParts.ts";

/** The line itself. Each step does nothing where its work is done, so a stopped line goes on where it was. */
export const line: readonly LineStep[] = [
  step({
    name: "import",
    needs: "the study's raw files",
    makes: "chat and speech records",
    joins: false,
    variant: () => "import",
    timeoutMinutes: 60,
    parts: importParts,
    say: ({ videos = 0, records = 0, gone = 0 }) =>
      `${records} messages and utterances of ${videos} videos${gone > 0 ? `, ${gone} taken down` : ""}`,
  }),
  step({
    name: "transcribe",
    needs: "collected audio, where the study names a recogniser",
    makes: "speech records of one variant",
    joins: false,
    variant: ({ speech }) => (speech ? speechPlan(speech).variant : "none"),
    timeoutMinutes: 6000,
    parts: transcribeParts,
    say: ({ transcribed = 0, noAudio = 0 }, { study }) =>
      study.speech ? `${transcribed} videos transcribed, ${noAudio} without audio` : "no recogniser is named",
  }),
  step({
    name: "chunk",
    needs: "chat and speech records",
    makes: "chunks of one variant",
    joins: false,
    variant: ({ chunk }) => chunkVariant(chunk),
    timeoutMinutes: 60,
    parts: chunkParts,
    say: ({ chunks = 0 }, { study }) => `${chunks} chunks (${chunkVariant(study.chunk)})`,
  }),
  step({
    name: "write",
    needs: "chunks",
    makes: "questions",
    joins: true,
    variant: ({ name }) => name,
    timeoutMinutes: 240,
    parts: writeParts,
    say: ({ questions = 0, ...skipped }) =>
      `${questions} questions${Object.entries(skipped)
        .map(([reason, times]) => `, ${times} ${reason}`)
        .join("")}`,
  }),
  step({
    name: "ask",
    needs: "questions and chunks",
    makes: "answers of every reader under every arm",
    joins: true,
    variant: ({ name }) => name,
    timeoutMinutes: 240,
    parts: askParts,
    say: ({ asked = 0, kept = 0 }) => `${asked} answers asked, ${kept} kept from before`,
  }),
];

/** The step with its parts run one after another, each as long as its video is not taken down. */
function step(facts: Omit<LineStep, "run">): LineStep {
  const partsOf = async (context: LineContext) =>
    (await facts.parts(context)).map((part) => untilTakenDown(part, context));
  return {
    ...facts,
    parts: partsOf,
    run: async (context) => {
      const parts = await partsOf(context);
      const counts: Record<string, number> = {};
      context.progress.start(facts.name, parts.length);
      for (const part of parts) {
        for (const [name, count] of Object.entries(await part.run())) counts[name] = (counts[name] ?? 0) + count;
        context.progress.tick();
      }
      context.progress.stop();
      return facts.say(counts, context);
    },
  };
}
