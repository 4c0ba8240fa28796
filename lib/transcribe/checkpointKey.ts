import { createHash } from "node:crypto";

/** Counts up when the same sound and settings would give other windows or other samples. */
const version = 1;

/**
 * The key of something that was worked out: the SHA-256 of all that it depends on.
 *
 * @param parts plain data, always built with its fields in the same order
 */
export function checkpointKey(kind: "speech" | "window", parts: object): string {
  return createHash("sha256")
    .update(JSON.stringify({ kind, version, ...parts }))
    .digest("hex");
}
