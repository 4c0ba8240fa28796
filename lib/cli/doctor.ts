import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { checkUp, defaultPrograms, defaultTwitchDownloader, type Finding } from "#lib/collect/index.ts";
import { openCorpus, retentionOutlook } from "#lib/corpus/index.ts";
import { stopOnSignal, systemSleep } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { fileError } from "#lib/store/index.ts";
import { corpusOption, openCorpusStore } from "./corpusStore.ts";
import { checkSpeech } from "./doctorSpeech.ts";
import type { Effects } from "./effects.ts";
import { retentionText } from "./purgeExpired.ts";

interface DoctorFlags {
  corpus: string;
  cookies?: string;
  downloads: string;
  ytDlp: string;
  ffmpeg: string;
  twitchDownloader: string;
  ffprobe: string;
  json?: true;
}

/** `livecorpus doctor`: whether this machine can collect, and what to do where it cannot. */
export function addDoctor(program: Command, effects: Effects): void {
  program
    .command("doctor")
    .description(
      "Check what collecting needs: yt-dlp and its age, ffmpeg, cookies, disk, the corpus and what it may keep no longer; and " +
        "whether whisper.cpp is built.",
    )
    .option(...corpusOption)
    .option("--cookies <file>", "the cookie file of a browser that is logged in")
    .option("--downloads <folder>", "where downloads are kept while they are made", tmpdir())
    .option("--yt-dlp <path>", "the program yt-dlp", defaultPrograms.ytDlp)
    .option("--twitch-downloader <path>", "the program TwitchDownloaderCLI", defaultTwitchDownloader)
    .option("--ffmpeg <path>", "the program ffmpeg", defaultPrograms.ffmpeg)
    .option("--ffprobe <path>", "the program ffprobe", defaultPrograms.ffprobe)
    .option("--json", "print one line of JSON for each check")
    .addHelpText("after", "\nExample:\n  livecorpus doctor --corpus gs://my-bucket/corpus --cookies cookies.txt")
    .action((flags: DoctorFlags) => runDoctor(flags, effects));
}

async function runDoctor(flags: DoctorFlags, { stdout, ...effects }: Effects): Promise<void> {
  const folder = await mkdtemp(join(flags.downloads, "livecorpus-doctor-")).catch((error) => {
    throw fileError(error, `write into ${flags.downloads}`);
  });
  try {
    const findings = await checkUp({
      programs: flags,
      twitchDownloader: flags.twitchDownloader,
      cookies: flags.cookies ?? null,
      folder,
      store: openCorpusStore(flags.corpus, { stdout, ...effects }),
      token: Buffer.from(effects.randomBytes(8)).toString("hex"),
      nodeVersion: process.version,
      effects: { ...effects, sleep: systemSleep },
      signal: stopOnSignal(process),
    });
    if (findings.some(({ check, standing }) => check === "store" && standing === "ok"))
      findings.push(await checkRetention(flags.corpus, { stdout, ...effects }));
    findings.push(...checkSpeech(effects.env));
    for (const finding of findings) stdout.write(flags.json ? `${JSON.stringify(finding)}\n` : findingText(finding));
    const failed = findings.filter(({ standing }) => standing === "fail").map(({ check }) => check);
    if (failed.length > 0)
      throw new InputError(`${failed.length} of ${findings.length} checks failed: ${failed.join(", ")}.`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function checkRetention(location: string, effects: Effects): Promise<Finding> {
  const check = "retention";
  const outlook = await retentionOutlook(await openCorpus(openCorpusStore(location, effects)), effects.clock);
  const found = retentionText(outlook);
  if (found === null)
    return { check, standing: "ok", found: "no raw source is to be removed within a week", advice: null };
  const advice = "livecorpus purge --expired --dry-run lists them; with --yes it removes them.";
  return { check, standing: "warn", found, advice };
}

function findingText({ check, standing, found, advice }: Finding): string {
  const line = `${standing.padEnd(4)}  ${check}: ${found}\n`;
  return advice === null ? line : `${line}      ${advice}\n`;
}
