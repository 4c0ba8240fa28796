import { open, rm } from "node:fs/promises";
import { fileError } from "./fileError.ts";

/**
 * Writes a file of this machine piece by piece. It is touched once there is a first piece; where anything fails after
 * that, nothing half-written stays.
 *
 * @param action what it is for, in the message of an error
 */
export async function writeLocalFile(path: string, pieces: AsyncIterable<Uint8Array>, action: string): Promise<void> {
  const source = pieces[Symbol.asyncIterator]();
  try {
    let piece = await source.next();
    const file = await open(path, "w");
    try {
      for (; !piece.done; piece = await source.next()) await file.writeFile(piece.value);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(error, action);
  } finally {
    // Lets go of the connection or file behind the pieces, also where they were not read to their end.
    await source.return?.();
  }
}
