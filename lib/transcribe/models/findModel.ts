import { join } from "node:path";
import { knownModels, modelFileName } from "./knownModels.ts";

/** The path of a model: that of a known name, such as `base`, in the folder of models; anything else is a path already. */
export function findModel(nameOrPath: string, folder: string): string {
  return knownModels.some(({ name }) => name === nameOrPath) ? join(folder, modelFileName(nameOrPath)) : nameOrPath;
}
