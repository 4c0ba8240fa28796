import { isAbsolute, join } from "node:path";
import { InputError } from "#lib/errors.ts";
import { parseBucketLocation } from "./bucketLocation.ts";
import { type BucketEffects, openBucketStore } from "./bucketStore.ts";
import type { Store } from "./contract.ts";
import { openDirectoryStore } from "./directoryStore.ts";

/**
 * Opens the store that a location names: `gs://bucket/prefix`, or a folder of this machine.
 *
 * @throws InputError for a location of any other kind, and for what cannot be the name of a bucket
 *
 * @example
 * const store = openStore("gs://my-bucket/corpus", { clock: systemClock, sleep: systemSleep, randomBytes, fetch, env: process.env });
 */
export function openStore(location: string, effects: BucketEffects): Store {
  const scheme = schemeOf(location);
  if (scheme === null) return openDirectoryStore(location);
  if (scheme === "gs") return openBucketStore(parseBucketLocation(location), effects);
  throw new InputError(
    `Expected a folder or gs://BUCKET/PREFIX, found ${JSON.stringify(location)}. Stores of the kind ${scheme}: are not known.`,
  );
}

/**
 * A location that is written in a file of `folder`: a relative path is below that folder, all else stays as it is.
 */
export function resolveLocation(folder: string, location: string): string {
  return schemeOf(location) !== null || isAbsolute(location) ? location : join(folder, location);
}

/** True for a location that is no folder of this machine. */
export function isRemote(location: string): boolean {
  return schemeOf(location) !== null;
}

/** A single letter is a drive of Windows; `gs:` counts without its slashes too, since no one means a folder by it. */
function schemeOf(location: string): string | null {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(location)?.[1] ?? /^gs(?=:)/i.exec(location)?.[0];
  return scheme?.toLowerCase() ?? null;
}
