import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { hashFile } from "./hashFile.ts";
import { type KnownModel, knownModels, modelFileName } from "./knownModels.ts";

/** What a file in the folder of models is; `unknown` where no checksum is published under its name. */
export interface ModelCheck {
  readonly file: string;
  readonly standing: "right" | "wrong" | "unknown";
  readonly bytes: number;
  readonly sha1: string;
  readonly sha256: string;
}

/** Compares the models of a folder with their published checksums; a folder that is not there holds none. */
export async function verifyModels(folder: string, models: readonly KnownModel[] = knownModels): Promise<ModelCheck[]> {
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const checks: ModelCheck[] = [];
  for (const file of files.filter((name) => name.endsWith(".bin")).sort()) {
    const found = await hashFile(join(folder, file));
    if (!found) continue;
    const known = models.find(({ name }) => modelFileName(name) === file);
    const standing = known ? (known.sha1 === found.sha1 ? "right" : "wrong") : "unknown";
    checks.push({ file, standing, ...found });
  }
  return checks;
}
