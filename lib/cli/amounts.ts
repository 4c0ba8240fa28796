import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Command, InvalidArgumentError } from "commander";
import { type ConvertedAmount, openCorpus, readAmounts } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import { csvLine, parseRates } from "#lib/formats/index.ts";
import { amountsText, makeAmountsTally } from "./amountsText.ts";
import { corpusOption, openCorpusStore } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";

interface AmountsFlags {
  rates: string;
  currency: string;
  corpus: string;
  csv?: true;
  json?: true;
}

const columns = [
  ...["platform", "video", "message", "atMs", "kind", "date", "amount", "currency"],
  ...["value", "into", "rateDate", "notConverted", "ratesSha256"],
];

/** Adds `livecorpus amounts`: what was paid in the chats, in one currency. */
export function addAmounts(program: Command, effects: Effects): void {
  program
    .command("amounts")
    .description("Count what was paid in the chats of a corpus, in one currency at the rate of each day.")
    .requiredOption("--rates <file>", "exchange rates: a CSV with the columns date, currency, rate")
    .requiredOption("--currency <code>", "the currency that the rates are into, e.g. USD", codeOf)
    .option(...corpusOption)
    .option("--csv", "print each amount as a row of a CSV, with its rate's day and the hash of the rates")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
A rate says what one unit of its currency (a yen, a dollar, one of Twitch's BITS) was worth on that day, in UTC. A day without one
takes the last of the week before. What has no rate is counted as not converted; nothing is guessed. The records keep what was
shown.

Example:
  livecorpus amounts --rates rates.csv --currency USD`,
    )
    .action((flags: AmountsFlags) => runAmounts(flags, effects));
}

async function runAmounts(flags: AmountsFlags, effects: Effects): Promise<void> {
  const { stdout } = effects;
  const { currency } = flags;
  if (flags.csv && flags.json) throw new InputError("Expected --csv or --json, found both. Leave one out.");
  const bytes = await readFile(flags.rates).catch((cause: NodeJS.ErrnoException) => {
    throw new InputError(`--rates ${flags.rates}: the file cannot be read (${cause.code}).`, { cause });
  });
  const rates = parseRates(bytes.toString("utf8"), currency, flags.rates);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const corpus = await openCorpus(openCorpusStore(flags.corpus, effects));
  const tally = makeAmountsTally();
  if (flags.csv) stdout.write(csvLine(columns));
  for await (const one of readAmounts(corpus, rates)) {
    tally.add(one);
    if (flags.csv) stdout.write(csvLine(rowOf(one, currency, sha256)));
  }
  const counts = { currency, rates: { file: flags.rates, sha256 }, currencies: tally.rows() };
  if (flags.json) stdout.write(`${JSON.stringify(counts)}\n`);
  else if (!flags.csv) stdout.write(amountsText(counts));
}

function rowOf(one: ConvertedAmount, into: string, sha256: string): string[] {
  const { video, message, atMs, kind, date, amount, currency, value, rateDate, notConverted } = one;
  const cells = [video.platform, video.id, message, atMs, kind, date, amount, currency];
  return [...cells, value, into, rateDate, notConverted, sha256].map((cell) => (cell === null ? "" : String(cell)));
}

function codeOf(text: string): string {
  if (/^[A-Z]{3}$/.test(text)) return text;
  throw new InvalidArgumentError("expected an ISO 4217 code, e.g. USD.");
}
