import { open, rm } from "node:fs/promises";
import { fileError } from "./fileError.ts";

/**
 * Writes a file of this machine piece by piece; where that fails, nothing half-written stays.
 *
 * @param action what it is for, in the message of an error
 */
export async function writeLocalFile(path: string, pieces: AsyncIterable<Uint8Array>, action: string): Promise<void> {
  try {
    const file = await open(path, "w");
    try {
      for await (const piece of pieces) await file.writeFile(piece);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(error, action);
  }
}
