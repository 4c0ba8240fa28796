import { ApiError } from "./apiError.ts";
import { resourceOf, type StoredObject } from "./objects.ts";

const mostResults = 1000;

/** One page of a listing, in the order of the names' UTF-8 bytes as on the service. */
export function listObjects(
  bucket: string,
  objects: Map<string, StoredObject>,
  query: URLSearchParams,
): Record<string, unknown> {
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const start = query.get("startOffset");
  const end = query.get("endOffset");
  const size = Math.min(Number(query.get("maxResults") ?? mostResults), mostResults);
  const after = query.get("pageToken") === null ? null : lastOf(query.get("pageToken")!);
  const items: StoredObject[] = [];
  const prefixes = new Set<string>();
  let last: string | undefined;
  let more = false;
  for (const name of [...objects.keys()].sort(byBytes)) {
    if (!name.startsWith(prefix)) continue;
    if (start !== null && byBytes(name, start) < 0) continue;
    if (end !== null && byBytes(name, end) >= 0) continue;
    const cut = delimiter === "" ? -1 : name.indexOf(delimiter, prefix.length);
    const folder = cut === -1 ? null : name.slice(0, cut + delimiter.length);
    if (after !== null && (byBytes(name, after) <= 0 || folder === after)) continue;
    if (folder !== null && prefixes.has(folder)) continue;
    if (items.length + prefixes.size === size) {
      more = true;
      break;
    }
    if (folder === null) items.push(objects.get(name)!);
    else prefixes.add(folder);
    last = folder ?? name;
  }
  return {
    kind: "storage#objects",
    ...(items.length > 0 && { items: items.map((object) => resourceOf(bucket, object)) }),
    ...(prefixes.size > 0 && { prefixes: [...prefixes] }),
    ...(more && { nextPageToken: Buffer.from(last!).toString("base64url") }),
  };
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function lastOf(token: string): string {
  if (!/^[\w-]+$/.test(token)) throw new ApiError(400, "invalid", "Invalid pageToken.");
  return Buffer.from(token, "base64url").toString("utf8");
}
