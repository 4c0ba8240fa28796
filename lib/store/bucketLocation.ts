import { InputError } from "#lib/errors.ts";
import { checkObjectName } from "./objectName.ts";

/** Where a store is in a bucket; the prefix is empty or ends in a slash. */
export interface BucketLocation {
  bucket: string;
  prefix: string;
}

const expected = "Expected gs://BUCKET or gs://BUCKET/PREFIX";

/**
 * Reads `gs://bucket/prefix`.
 *
 * @throws InputError for what cannot be a bucket's name (https://cloud.google.com/storage/docs/buckets#naming) or a prefix
 */
export function parseBucketLocation(location: string): BucketLocation {
  const match = /^gs:\/\/([^/]*)(?:\/(.*))?$/s.exec(location);
  if (!match) throw new InputError(`${expected}, found ${JSON.stringify(location)}.`);
  const bucket = match[1]!;
  const fault = bucketFault(bucket);
  if (fault)
    throw new InputError(
      `${expected}, found ${JSON.stringify(location)}: ${fault}. Name the bucket as its owner does.`,
    );
  const prefix = (match[2] ?? "").replace(/\/$/, "");
  if (prefix !== "") checkObjectName(prefix);
  return { bucket, prefix: prefix === "" ? "" : `${prefix}/` };
}

function bucketFault(name: string): string | null {
  if (name === "") return "it names no bucket";
  if (!/^[a-z0-9._-]+$/.test(name))
    return "the name of a bucket holds small letters, digits, dashes, underscores and dots only";
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) return "the name of a bucket begins and ends with a letter or a digit";
  if (name.length < 3) return "the name of a bucket has at least 3 characters";
  const tooLong = name.length > (name.includes(".") ? 222 : 63) || name.split(".").some((part) => part.length > 63);
  if (tooLong) return "the name of a bucket has at most 63 characters, or 222 with 63 between dots";
  if (name.includes("..") || /\.-|-\./.test(name)) return "next to a dot the name of a bucket has a letter or a digit";
  if (/^\d+(\.\d+){3}$/.test(name)) return "the name of a bucket is no IP address";
  if (name.startsWith("goog") || name.includes("google")) return "no bucket may be named after Google";
  return null;
}
