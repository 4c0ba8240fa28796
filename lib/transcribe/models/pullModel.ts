import { mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Patience, type RetryEffects, retry } from "#lib/effects/index.ts";
import { InputError, PermanentError } from "#lib/errors.ts";
import { fetchPart } from "./fetchPart.ts";
import { hashFile } from "./hashFile.ts";
import { type KnownModel, knownModels, modelFileName, modelsHome } from "./knownModels.ts";

export interface PullOptions extends RetryEffects {
  readonly folder: string;
  /** The address under which the files are; where they are published, if nothing is said. */
  readonly mirror?: string;
  readonly fetch: typeof fetch;
  readonly signal?: AbortSignal;
  readonly onBytes?: (bytes: number, totalBytes: number | null) => void;
  readonly patience?: Patience;
  /** What may be pulled. */
  readonly models?: readonly KnownModel[];
}

/** A model that is there and whole. */
export interface PulledModel {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** False where it was there already. */
  readonly fetched: boolean;
}

const ordinaryPatience: Patience = { firstPauseMs: 1000, longestPauseMs: 30_000, giveUpAfterMs: 300_000 };
/** Published sizes are rounded. */
const sizeMargin = 1.1;

/**
 * Fetches a model into the folder of models: it goes on where an earlier pull was cut off, and appears under its name only
 * when its checksum is the published one.
 *
 * @throws InputError for a name that is not known
 * @throws PermanentError where the mirror has no such file, or other bytes; nothing is kept of those
 * @throws TransientError where five minutes bring nothing new
 */
export async function pullModel(name: string, options: PullOptions): Promise<PulledModel> {
  const { folder, mirror = modelsHome, patience = ordinaryPatience, models = knownModels } = options;
  const model = models.find((one) => one.name === name);
  if (!model)
    throw new InputError(
      `Expected the name of a known model (${models.map((one) => one.name).join(", ")}), found ${name}.`,
    );
  const path = join(folder, modelFileName(name));
  const there = await hashFile(path);
  if (there?.sha1 === model.sha1) return { path, bytes: there.bytes, sha256: there.sha256, fetched: false };
  await mkdir(folder, { recursive: true });
  const part = `${path}.part`;
  const url = `${mirror.replace(/\/+$/, "")}/${modelFileName(name)}`;
  const attempt = async (progressed: () => void): Promise<{ bytes: number; sha256: string }> => {
    const haveBytes = await stat(part).then(
      ({ size }) => size,
      () => 0,
    );
    const signal = options.signal ?? new AbortController().signal;
    const onBytes = (bytes: number, totalBytes: number | null) => {
      progressed();
      options.onBytes?.(bytes, totalBytes);
    };
    const mostBytes = Math.ceil(model.mebibytes * 2 ** 20 * sizeMargin);
    await fetchPart({ ...options, url, path: part, haveBytes, mostBytes, signal, onBytes });
    const found = await hashFile(part);
    if (found?.sha1 === model.sha1) return found;
    await rm(part, { force: true });
    // What was kept of an earlier pull may be what is wrong.
    if (haveBytes > 0) return attempt(progressed);
    throw new PermanentError(
      `Expected ${name} with the SHA-1 ${model.sha1} from ${url}, found ${found?.sha1 ?? "nothing"} (${found?.bytes ?? 0} bytes). ` +
        "Nothing was kept; try another mirror.",
    );
  };
  const { bytes, sha256 } = await retry((_, progressed) => attempt(progressed), patience, options);
  await rename(part, path);
  return { path, bytes, sha256, fetched: true };
}
