import { type Command, Option } from "commander";
import {
  type Corpus,
  makePseudonymiser,
  openCorpus,
  type PurgedAuthor,
  purgeAuthor,
  purgeVideo,
  readPseudonymKey,
} from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import { Platform } from "#lib/records/index.ts";
import { corpusOption, openCorpusStore } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";
import { runPurgeExpired } from "./purgeExpired.ts";

interface PurgeFlags {
  platform?: Platform;
  expired?: true;
  dryRun?: true;
  video?: string;
  author?: string;
  authorId?: string;
  corpus: string;
  key?: string;
  yes?: true;
  json?: true;
}

/** `livecorpus purge`: removes a video, a person or expired sources for good. */
export function addPurge(program: Command, effects: Effects): void {
  program
    .command("purge")
    .description(
      "Remove a video, a person or expired sources for good; no later import brings a video or a person back.",
    )
    .addOption(new Option("--platform <name>", "the platform").choices(Platform.options))
    .option("--video <id>", "the video to remove")
    .option("--author <name>", "the person's name on the platform, or the pseudonym that the corpus has for them")
    .option("--author-id <id>", "the person's stable id, by which most platforms' messages are known")
    .option("--expired", "the raw sources that were kept for as long as they may be; what was made of them stays")
    .option("--dry-run", "with --expired: list them, and remove nothing")
    .option(...corpusOption)
    .option("--key <file>", "the pseudonym key (else $LIVECORPUS_KEY_FILE, else one in your home folder)")
    .option("--yes", "do it: nothing can be brought back")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
A person's messages go, mentions of them are blotted out, and with them go the raw files that name them and the questions
made of what they wrote. Give the name and the id where both are known: messages are known by the id where the platform
gives one, mentions by the name. Copies outside the corpus, such as sheets for coders, are yours to remove.

Examples:
  livecorpus purge --platform twitch --video 1234567890 --yes
  livecorpus purge --expired --dry-run
  livecorpus purge --platform youtube --author @viewer --author-id UCxxxxxxxxxxxxxxxxxxxxxx --yes`,
    )
    .action((flags: PurgeFlags) => runPurge(flags, effects));
}

async function runPurge(flags: PurgeFlags, effects: Effects): Promise<void> {
  const { platform, video } = flags;
  const isPerson = flags.author !== undefined || flags.authorId !== undefined;
  if (flags.expired) {
    if (platform !== undefined || video !== undefined || isPerson)
      throw new InputError("--expired is of all sources of the corpus: leave --platform, --video and --author out.");
    return runPurgeExpired(flags, effects);
  }
  if (flags.dryRun) throw new InputError("--dry-run lists what --expired removes. Add --expired, or leave it out.");
  if (platform === undefined)
    throw new InputError(`Expected --platform ${Platform.options.join("|")}, found none. Say where it is from.`);
  if ((video !== undefined) === isPerson)
    throw new InputError(
      "Expected --video ID, or --author NAME with --author-id ID where it is known. Name one of them.",
    );
  if (!flags.yes)
    throw new InputError("A purge cannot be undone. Expected --yes. Copy the corpus first if you are not sure.");
  const { clock, stdout } = effects;
  if (video !== undefined) {
    const corpus = await openCorpus(openCorpusStore(flags.corpus, effects));
    const { objects, questions, answers, calls } = await purgeVideo(corpus, { platform, id: video }, clock);
    const done = { platform, video, objects, questions, answers, calls };
    stdout.write(
      flags.json
        ? `${JSON.stringify(done)}\n`
        : `${platform} ${video}: ${objects} objects, ${questions} questions, ${answers} answers and ${calls} model calls removed.\n`,
    );
    return;
  }
  const { corpus, pseudonyms } = await openForPerson({ ...flags, platform }, effects);
  const purged = await purgeAuthor(corpus, platform, pseudonyms, clock);
  stdout.write(flags.json ? `${JSON.stringify({ platform, ...purged })}\n` : authorText(purged, flags));
}

/** The corpus, with its key where that is needed to know who is meant, and the pseudonyms of the person. */
async function openForPerson(
  flags: PurgeFlags & { platform: Platform },
  effects: Effects,
): Promise<{ corpus: Corpus; pseudonyms: Set<string> }> {
  const { platform, author, authorId } = flags;
  const { env, randomBytes } = effects;
  const store = openCorpusStore(flags.corpus, effects);
  if (author !== undefined && /^a_[a-z2-7]{16}$/.test(author) && authorId === undefined)
    return { corpus: await openCorpus(store), pseudonyms: new Set([author]) };
  const key = await readPseudonymKey({ file: flags.key, env, randomBytes, outside: flags.corpus });
  // Opened with its key, a corpus refuses another one: a wrong key would find nobody.
  const corpus = await openCorpus(store, { key });
  const pseudonymiser = makePseudonymiser(key, platform);
  const pseudonyms = new Set<string>();
  if (author !== undefined) pseudonyms.add(pseudonymiser.name(author));
  if (authorId !== undefined) pseudonyms.add(pseudonymiser.author({ id: authorId, name: "" }));
  pseudonyms.delete("");
  if (pseudonyms.size === 0) throw new InputError("Expected a name or an id of a person, found an empty one.");
  return { corpus, pseudonyms };
}

function authorText(purged: PurgedAuthor, flags: PurgeFlags): string {
  const { videos, messages, mentions, utterances, questions, answers, calls } = purged;
  const done =
    `${messages} messages, ${mentions} mentions, ${utterances} utterances in ${videos} videos, ` +
    `${questions} questions, ${answers} answers and ${calls} model calls removed.\n`;
  if (messages > 0 || flags.authorId !== undefined) return done;
  return `${done}No message was found by that name. Most platforms' messages are known by a stable id: give --author-id too.\n`;
}
