import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { seededRandom, stopOnSignal, systemSleep } from "#lib/effects/index.ts";
import { InputError, TransientError } from "#lib/errors.ts";
import {
  knownModels,
  modelFileName,
  modelsFolder,
  modelsHome,
  pullModel,
  verifyModels,
} from "#lib/transcribe/index.ts";
import type { Effects } from "./effects.ts";

interface ModelsFlags {
  models?: string;
  mirror?: string;
  json?: true;
}

/** `livecorpus models`: the models of the speech recogniser whisper.cpp. */
export function addModels(program: Command, effects: Effects): void {
  const models = program.command("models").description("List, fetch and check models for transcription.");
  const folder = [
    "--models <folder>",
    "where models are kept (else $LIVECORPUS_MODELS, else in your home folder)",
  ] as const;
  models
    .command("list")
    .description("The models whose checksums whisper.cpp publishes, and which are here.")
    .option(...folder)
    .option("--json", "print one line of JSON for each")
    .action((flags: ModelsFlags) => listModels(flags, effects));
  models
    .command("pull")
    .description("Fetch a model; goes on where it was cut off, and keeps only what has the published checksum.")
    .argument("<name>", "e.g. base, small.en, large-v3-turbo")
    .option(...folder)
    .option("--mirror <url>", `where the files are (else $LIVECORPUS_MODELS_MIRROR, else ${modelsHome})`)
    .addHelpText("after", "\nExample:\n  livecorpus models pull base")
    .action((name: string, flags: ModelsFlags) => runPull(name, flags, effects));
  models
    .command("verify")
    .description("Compare the models that are here with their published checksums.")
    .option(...folder)
    .option("--json", "print one line of JSON for each")
    .action((flags: ModelsFlags) => runVerify(flags, effects));
}

function listModels(flags: ModelsFlags, { stdout, env }: Effects): void {
  const folder = flags.models ?? modelsFolder(env);
  for (const { name, mebibytes, sha1 } of knownModels) {
    const here = existsSync(join(folder, modelFileName(name)));
    const line = `${name.padEnd(20)}  ${String(Math.round(mebibytes)).padStart(5)} MiB  ${here ? "here" : "not here"}\n`;
    stdout.write(flags.json ? `${JSON.stringify({ name, mebibytes, sha1, here })}\n` : line);
  }
  if (!flags.json) stdout.write(`Models are kept in ${folder}. livecorpus models pull NAME fetches one.\n`);
}

async function runPull(name: string, flags: ModelsFlags, effects: Effects): Promise<void> {
  const { env, stdout, stderr, progress, clock, sleep = systemSleep } = effects;
  const signal = stopOnSignal(process);
  const mebibyte = 2 ** 20;
  let shown: number | null = null;
  const { path, bytes, sha256, fetched } = await pullModel(name, {
    ...{ folder: flags.models ?? modelsFolder(env), clock, sleep, fetch: effects.fetch ?? fetch },
    ...{ mirror: flags.mirror ?? env.LIVECORPUS_MODELS_MIRROR ?? modelsHome, signal },
    random: seededRandom(Buffer.from(effects.randomBytes(8)).toString("hex")),
    pausing: ({ message }, pauseMs) =>
      stderr.write(`${message} It is tried again in ${Math.ceil(pauseMs / 1000)} s.\n`),
    onBytes: (done, total) => {
      const mebibytes = Math.floor(done / mebibyte);
      if (shown === null) progress.start(`MiB of ${name}`, Math.ceil((total ?? 0) / mebibyte));
      progress.tick(mebibytes - (shown ?? 0));
      shown = mebibytes;
    },
  })
    .catch((error) => {
      if (!signal.aborted) throw error;
      throw new TransientError(
        "Stopped. Give the same command again: what has come is kept, and it goes on from there.",
        {
          cause: error,
        },
      );
    })
    .finally(() => progress.stop());
  stdout.write(`${path}: ${fetched ? "fetched" : "was here already"}, ${bytes} bytes, SHA-256 ${sha256}\n`);
}

async function runVerify(flags: ModelsFlags, { stdout, env }: Effects): Promise<void> {
  const folder = flags.models ?? modelsFolder(env);
  const checks = await verifyModels(folder);
  for (const check of checks)
    stdout.write(
      flags.json
        ? `${JSON.stringify(check)}\n`
        : `${check.standing.padEnd(7)}  ${check.file}  ${check.bytes} bytes  SHA-256 ${check.sha256}\n`,
    );
  if (checks.length === 0 && !flags.json) stdout.write(`There is no model in ${folder}.\n`);
  const wrong = checks.filter(({ standing }) => standing === "wrong").map(({ file }) => file);
  if (wrong.length > 0)
    throw new InputError(
      `Expected the published checksums, found others for ${wrong.join(", ")} in ${folder}. ` +
        "livecorpus models pull NAME fetches a model again.",
    );
}
