import { z } from "zod";
import { InputError } from "#lib/errors.ts";
import type { CallFiles } from "../calls/callFiles.ts";

/** A batch as it is kept beside the calls: which requests it asks, by their keys. It holds no text. */
export const BatchRecord = z.strictObject({
  id: z.string().regex(/^[0-9]+-[0-9a-f]{16}$/),
  model: z.string(),
  keys: z.array(z.string()),
  /** How it ended; absent while it goes on. */
  ended: z.string().optional(),
});
export type BatchRecord = z.infer<typeof BatchRecord>;

/** What of a store batches need beside the calls. */
export interface BatchFiles extends CallFiles {
  put(name: string, bytes: Uint8Array): Promise<void>;
  delete(name: string): Promise<void>;
}

export const batchPath = (study: string, id: string) => `studies/${study}/batches/${id}.json`;

/** All batches of a study, in the order in which they were made. */
export async function readBatches(files: CallFiles, study: string): Promise<BatchRecord[]> {
  const found: BatchRecord[] = [];
  for await (const path of files.list(`studies/${study}/batches/`)) {
    const bytes = await files.get(path);
    if (!bytes) continue;
    try {
      found.push(BatchRecord.parse(JSON.parse(Buffer.from(bytes).toString("utf8"))));
    } catch (cause) {
      throw new InputError(`${path} in ${files.location}: expected the record of a batch, found something else.`, {
        cause,
      });
    }
  }
  return found;
}

export function bytesOfRecord(record: BatchRecord): Uint8Array {
  return Buffer.from(`${JSON.stringify(record)}\n`);
}
