import { InputError } from "#lib/errors.ts";

const advice: Record<string, string> = {
  EACCES: "permission is denied; give yourself the right to it or choose another folder",
  EPERM: "the file system does not permit it; choose a folder on a disk that can hold hard links",
  ENOTSUP: "the file system does not support it; choose a folder on a disk that can hold hard links",
  EROFS: "the disk is read-only; choose another folder",
  ENOSPC: "the disk is full; make room and run the same command again",
  EFBIG: "the file is larger than the disk or your limit allows; make room and run the same command again",
  EDQUOT: "your quota is used up; make room and run the same command again",
  ENOENT: "a folder of the path does not exist and cannot be made",
  ENOTDIR: "a part of the path is a file where a folder was expected",
  EEXIST: "there is a file where a folder was expected; choose another folder",
  EISDIR: "it is a folder where a file was expected",
  ENAMETOOLONG: "the path is too long; choose a shorter one",
  ELOOP: "its symbolic links run in a circle",
};

/** The same error, or an InputError that says what a person can do where the file system refuses. */
export function fileError(error: unknown, action: string): unknown {
  const code = (error as NodeJS.ErrnoException)?.code;
  const known = code === undefined ? undefined : advice[code];
  return known ? new InputError(`Cannot ${action}: ${known} (${code}).`, { cause: error }) : error;
}

/** True when the error says that there is no such file. */
export function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException)?.code;
  return code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR";
}
