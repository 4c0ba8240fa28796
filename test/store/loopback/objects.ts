import { createHash } from "node:crypto";
import { ApiError } from "./apiError.ts";
import { crc32c } from "./crc32c.ts";

/** An object as the bucket holds it. */
export interface StoredObject {
  name: string;
  bytes: Buffer;
  contentType: string;
  contentEncoding?: string | undefined;
  metadata?: Record<string, string> | undefined;
  generation: number;
  metageneration: number;
  timeCreated: string;
  updated: string;
  md5Hash: string;
  crc32c: string;
}

/** What an upload says of its object beside the bytes. */
export interface NewObject {
  name?: string;
  contentType?: string;
  contentEncoding?: string;
  metadata?: Record<string, string>;
  md5Hash?: string;
  crc32c?: string;
}

let lastGeneration = 1_700_000_000_000_000;

/** Stores an object unless its preconditions or checksums do not hold; as on the real service, all at one instant. */
export function storeObject(
  objects: Map<string, StoredObject>,
  name: string,
  bytes: Buffer,
  about: NewObject,
  query: URLSearchParams,
  now: string,
): StoredObject {
  checkName(name);
  checkPreconditions(query, objects.get(name));
  const md5Hash = createHash("md5").update(bytes).digest("base64");
  const sum = crc32c(bytes);
  const expected = { md5Hash: about.md5Hash ?? md5Hash, crc32c: about.crc32c ?? sum };
  if (expected.md5Hash !== md5Hash || expected.crc32c !== sum)
    throw new ApiError(
      400,
      "invalid",
      `Provided hash "${about.crc32c ?? about.md5Hash}" doesn't match calculated hash "${sum}".`,
    );
  const object: StoredObject = {
    name,
    bytes,
    contentType: about.contentType ?? "application/octet-stream",
    contentEncoding: about.contentEncoding,
    metadata: about.metadata,
    generation: ++lastGeneration,
    metageneration: 1,
    timeCreated: now,
    updated: now,
    md5Hash,
    crc32c: sum,
  };
  objects.set(name, object);
  return object;
}

/** The object that a request means, its generation and its preconditions checked. */
export function findObject(
  objects: Map<string, StoredObject>,
  bucket: string,
  name: string,
  query: URLSearchParams,
): StoredObject {
  const found = objects.get(name);
  const generation = query.get("generation");
  if (!found || (generation !== null && generation !== String(found.generation))) {
    // Where nothing is, a condition on a generation other than 0 fails before the object is missed.
    if (!found) checkPreconditions(query, found);
    throw new ApiError(404, "notFound", `No such object: ${bucket}/${name}`);
  }
  checkPreconditions(query, found);
  return found;
}

export function checkPreconditions(query: URLSearchParams, found: StoredObject | undefined): void {
  const wrong = "At least one of the pre-conditions you specified did not hold.";
  const is = { Generation: String(found?.generation ?? 0), Metageneration: String(found?.metageneration ?? 0) };
  for (const [what, value] of Object.entries(is)) {
    const match = query.get(`if${what}Match`);
    const notMatch = query.get(`if${what}NotMatch`);
    if (match !== null && match !== value) throw new ApiError(412, "conditionNotMet", wrong);
    if (notMatch !== null && notMatch === value) throw new ApiError(304, "notModified", wrong);
  }
}

/** An object as the JSON API describes it. */
export function resourceOf(bucket: string, object: StoredObject): Record<string, unknown> {
  const { bytes, generation, metageneration, ...rest } = object;
  return {
    kind: "storage#object",
    id: `${bucket}/${object.name}/${generation}`,
    bucket,
    ...rest,
    generation: String(generation),
    metageneration: String(metageneration),
    size: String(bytes.length),
    storageClass: "STANDARD",
    etag: `C${generation}/${metageneration}`,
  };
}

function checkName(name: string): void {
  const bytes = Buffer.byteLength(name);
  if (bytes < 1 || bytes > 1024 || /[\r\n]/.test(name) || name === "." || name === "..")
    throw new ApiError(400, "invalid", `Invalid object name: ${JSON.stringify(name)}`);
}
