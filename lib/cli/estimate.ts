import { type Command, InvalidArgumentError } from "commander";
import { type Assumptions, type Estimate, estimateSelection, readSelection } from "#lib/collect/index.ts";
import { openCorpus } from "#lib/corpus/index.ts";
import { corpusOption, openCorpusStore } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";
import { addEstimateStudy } from "./estimateStudy.ts";

interface EstimateFlags extends Partial<Assumptions> {
  corpus: string;
  json?: true;
}

/** Adds `livecorpus estimate`. */
export function addEstimate(program: Command, effects: Effects): void {
  const estimate = program
    .command("estimate")
    .description("What fetching and transcribing a selection takes, before anything runs.")
    .argument("<selection>", "the selection's name; for what selecting takes, see livecorpus select --dry-run")
    .option(...corpusOption)
    .option("--audio-kbps <n>", "kilobits a second of audio (by platform: 128, 160)", positive)
    .option("--chat-megabytes-an-hour <n>", "megabytes of chat for an hour (2)", positive)
    .option("--messages-an-hour <n>", "chat messages an hour (1200)", positive)
    .option("--transcription-factor <n>", "hours of transcription for an hour of audio (0.5)", positive)
    .option("--json", "print JSON")
    .action((name: string, flags: EstimateFlags) => runEstimate(name, flags, effects));
  addEstimateStudy(estimate, effects);
}

async function runEstimate(
  name: string,
  { corpus: location, json, ...given }: EstimateFlags,
  effects: Effects,
): Promise<void> {
  const corpus = await openCorpus(openCorpusStore(location, effects));
  const selection = await readSelection(corpus, name);
  const estimate = estimateSelection(selection, given);
  const { cost } = selection;
  if (json) effects.stdout.write(`${JSON.stringify({ selection: name, selecting: cost, ...estimate })}\n`);
  else effects.stdout.write(estimateText(name, estimate, new Set(Object.keys(given))));
}

function estimateText(name: string, estimate: Estimate, given: ReadonlySet<string>): string {
  const { assumptions, unknownDurations } = estimate;
  const said = (key: keyof Assumptions) => `${assumptions[key]} ${given.has(key) ? "as you say" : "assumed"}`;
  const rows: [string, string, string][] = [
    [
      "videos",
      `${estimate.videos}`,
      unknownDurations === 0
        ? ""
        : `${unknownDurations} of unknown length, taken as the mean of the others or ${assumptions.hoursOfUnknown} hours`,
    ],
    ["hours of media", number(estimate.mediaHours), ""],
    [
      "calls",
      `${estimate.calls}`,
      `chat: ${said("messagesAnHour")} messages an hour, ${assumptions.messagesACall} a page of Twitch`,
    ],
    ["quota units", `${estimate.quotaUnits}`, "fetching is not part of an API's quota"],
    ["gigabytes of audio", number(estimate.audioGigabytes), `${said("audioKbps")} kbit/s`],
    ["gigabytes of chat", number(estimate.chatGigabytes), `${said("chatMegabytesAnHour")} MB an hour`],
    [
      "hours of transcription",
      number(estimate.transcriptionHours),
      `${said("transcriptionFactor")} hours for an hour of audio, one machine`,
    ],
  ];
  const lines = rows.map(([label, value, note]) => `  ${label.padEnd(24)}${value.padStart(10)}${note && `  ${note}`}`);
  return [
    `To fetch and transcribe ${name}:`,
    ...lines,
    "What language models cost is not part of it: see livecorpus estimate study.",
    "",
  ].join("\n");
}

const number = (value: number) => value.toFixed(value < 10 ? 2 : 1);

function positive(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError("expected a number from 0.");
  return value;
}
