#!/usr/bin/env node
import { randomBytes } from "node:crypto";
import { personProgress, systemClock } from "#lib/effects/index.ts";
import { runProgram } from "./program.ts";

void runProgram(process.argv.slice(2), {
  clock: systemClock,
  progress: personProgress(process.stderr, systemClock),
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  randomBytes,
}).then((code) => {
  process.exitCode = code;
});
