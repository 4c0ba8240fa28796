import { join } from "node:path";
import { z } from "zod";
import { InputError } from "#lib/errors.ts";
import { openDirectoryStore } from "#lib/store/index.ts";

/** What one cells.json of the results says of a table. */
export interface WrittenCells {
  table: string;
  experiment: string;
  path: string;
  /** What each cell says, and the SHA-256 of the rows of data behind it. */
  cells: Map<string, { text: string; sha256: string }>;
}

const CellsFile = z.object({
  table: z.string(),
  cells: z.record(z.string(), z.object({ text: z.string(), sha256: z.string() })),
});

/**
 * The cells of every table below a study's folder of results; none where there are no results yet.
 *
 * @throws InputError when a file is not what livecorpus reproduce writes
 */
export async function readCells(folder: string): Promise<WrittenCells[]> {
  const store = openDirectoryStore(folder);
  const found: WrittenCells[] = [];
  for await (const path of store.list("")) {
    if (!path.endsWith("cells.json")) continue;
    const bytes = await store.get(path);
    if (bytes === null) continue;
    const { table, cells } = parseCells(Buffer.from(bytes).toString("utf8"), join(folder, path));
    const experiment = path.slice(0, path.indexOf("/"));
    found.push({ table, experiment, path: join(folder, path), cells: new Map(Object.entries(cells)) });
  }
  return found;
}

function parseCells(text: string, path: string): z.infer<typeof CellsFile> {
  try {
    return CellsFile.parse(JSON.parse(text));
  } catch (cause) {
    throw new InputError(`${path} is not a file that livecorpus reproduce writes. Run it again to mend the file.`, {
      cause,
    });
  }
}
