import { ApiError } from "./apiError.ts";
import type { NewObject } from "./objects.ts";

/** The two parts of a multipart upload: what is said of the object, and its bytes. */
export function readMultipart(contentType: string | undefined, body: Buffer): { about: NewObject; bytes: Buffer } {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType ?? "")?.[1];
  if (!boundary) throw new ApiError(400, "badContent", "Missing multipart boundary.");
  const mark = `--${boundary}`;
  const firstStart = body.indexOf(mark);
  const secondStart = body.indexOf(`\r\n${mark}`, firstStart + mark.length);
  const end = body.lastIndexOf(`\r\n${mark}--`);
  if (firstStart === -1 || secondStart === -1 || end <= secondStart)
    throw new ApiError(400, "badContent", "Malformed multipart body.");
  const about = contentOf(body.subarray(firstStart, secondStart));
  return { about: JSON.parse(about.toString("utf8")), bytes: contentOf(body.subarray(secondStart + 2, end)) };
}

function contentOf(part: Buffer): Buffer {
  const blank = part.indexOf("\r\n\r\n");
  if (blank === -1) throw new ApiError(400, "badContent", "Malformed multipart body.");
  return part.subarray(blank + 4);
}
