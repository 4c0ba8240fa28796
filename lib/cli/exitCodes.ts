import { CommanderError } from "commander";
import {
  AuthError,
  InputError,
  LeaseLostError,
  PermanentError,
  RateLimitedError,
  TransientError,
} from "#lib/errors.ts";

/** Exit codes by what a person can do next; the errors' classes decide. */
const codes: readonly {
  code: number;
  meaning: string;
  errors: readonly (abstract new (...args: never[]) => Error)[];
}[] = [
  { code: 2, meaning: "the input or the options cannot be used: mend them", errors: [InputError] },
  { code: 3, meaning: "a credential has to be renewed", errors: [AuthError] },
  { code: 4, meaning: "this item can never succeed", errors: [PermanentError] },
  {
    code: 5,
    meaning: "the same command may succeed later",
    errors: [TransientError, RateLimitedError, LeaseLostError],
  },
];

/** The table of exit codes, as the help prints it. */
export const exitCodeTable = [
  "Exit codes:",
  "  0  done",
  "  1  an error that nobody foresaw: please report it with its stack",
  ...codes.map(({ code, meaning }) => `  ${code}  ${meaning}`),
].join("\n");

/** How the program ends after an error, and what it says. */
export function exitOf(error: unknown): { code: number; message: string } {
  // The option parser has spoken already; asking for help is no error.
  if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : 2, message: "" };
  const known = codes.find(({ errors }) => errors.some((one) => error instanceof one));
  if (known) return { code: known.code, message: `${(error as Error).message}\n` };
  return { code: 1, message: `${error instanceof Error ? error.stack : String(error)}\n` };
}
