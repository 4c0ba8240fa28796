import { fileURLToPath } from "node:url";
import { hashTree } from "#lib/report/index.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** SHA-256 of the code that makes the results: lib and experiments. */
export function codeHash(): string {
  return hashTree(root, ["lib", "experiments"], isCode);
}

const isCode = (path: string) =>
  (/\.(ts|mjs|css|json)$/.test(path) || /^lib\/qa\/prompts\/.*\.txt$/.test(path)) && !path.includes("/.cache/");
