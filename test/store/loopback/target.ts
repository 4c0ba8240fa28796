import type { Operation } from "./faults.ts";

/** What a request wants: an operation on a bucket and perhaps an object, or a session of a resumable upload. */
export interface Target {
  operation: Operation;
  bucket: string;
  name: string;
  session: string | null;
}

/**
 * Reads the path of a request. The SDK asks below `/storage/v1` when it is given an endpoint and below `/` when it takes
 * the endpoint from STORAGE_EMULATOR_HOST, so both are served; uploads always start with `/upload`.
 */
export function targetOf(method: string, url: URL, contentRange: string | undefined): Target | null {
  const match = /^(\/upload|\/download)?(?:\/storage\/v1)?\/b\/([^/]+)(?:\/o(?:\/(.+))?)?$/.exec(url.pathname);
  if (!match) return null;
  const bucket = decodeURIComponent(match[2]!);
  const inPath = match[3] === undefined ? undefined : decodeURIComponent(match[3]);
  const name = inPath ?? url.searchParams.get("name") ?? url.searchParams.get("prefix") ?? "";
  const session = url.searchParams.get("upload_id");
  const operation = operationOf(method, match[1] ?? "", url, inPath, session, contentRange);
  return operation && { operation, bucket, name, session };
}

function operationOf(
  method: string,
  door: string,
  url: URL,
  inPath: string | undefined,
  session: string | null,
  contentRange: string | undefined,
): Operation | null {
  if (door === "/upload") {
    if (session !== null) {
      if (method === "DELETE") return "cancel";
      return contentRange?.startsWith("bytes */") ? "query" : "chunk";
    }
    if (method !== "POST") return null;
    return url.searchParams.get("uploadType") === "resumable" ? "start" : "upload";
  }
  if (inPath !== undefined) {
    if (method === "GET") return door === "/download" || url.searchParams.get("alt") === "media" ? "read" : "stat";
    return method === "PATCH" ? "patch" : method === "DELETE" ? "delete" : null;
  }
  if (method !== "GET") return null;
  return url.pathname.endsWith("/o") ? "list" : "bucket";
}
