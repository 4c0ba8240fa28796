#!/usr/bin/env node
import { randomBytes } from "node:crypto";
import { personProgress, personTransfers, systemClock } from "#lib/effects/index.ts";
import { runProgram } from "./program.ts";

process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
  // Who closes the pipe has read enough; the work goes on to its end.
  if (code === "EPIPE") return;
  process.stderr.write(`The output cannot be written (${code}).\n`);
  process.exitCode = 2;
});

void runProgram(process.argv.slice(2), {
  clock: systemClock,
  progress: personProgress(process.stderr, systemClock),
  transfers: personTransfers(process.stderr, systemClock),
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  randomBytes,
}).then((code) => {
  process.exitCode ||= code;
});
