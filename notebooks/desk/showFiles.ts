import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { display } from "tslab";
import { InputError } from "#lib/errors.ts";

/**
 * Shows what `npm run reproduce` wrote of an experiment that takes too long for a notebook: its figure and its table, as they
 * stand in the results.
 *
 * @param folder of the experiment, e.g. `results/sample/sensitivity`
 * @throws InputError where it has not been run
 */
export function showResultFiles(folder: string): void {
  const files = ["figure.svg", "table.md"].map((name) => join(folder, name)).filter((path) => existsSync(path));
  if (files.length === 0)
    throw new InputError(`${folder} has no results. Run npm run reproduce, for your own study with --study STUDY.`);
  for (const path of files) {
    const text = readFileSync(path, "utf8");
    if (path.endsWith(".svg")) display.html(text);
    else display.markdown(text);
  }
}
