import type { Corpus } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import type { Candidate } from "#lib/records/index.ts";
import { filePattern, type PocochaSource } from "./pocochaSource.ts";

/**
 * Finds the lives whose files are listed directly in a folder of a store; nothing is read. A file of another name is
 * counted in the notes, and a live with two files is refused, since either could be the right one.
 *
 * @throws InputError where there is no comment file at all, or two of one live
 */
export async function findPococha(
  store: Pick<Corpus["store"], "list" | "stat" | "location">,
  source: PocochaSource,
): Promise<{ candidates: Candidate[]; notes: string[]; calls: number }> {
  const comments = await listOf(store, source.comments, filePattern(source.pattern, "pattern"));
  if (comments.files.size === 0)
    throw new InputError(
      `Expected comment files in ${source.comments || "the top"} of ${store.location} with names like ${source.pattern}, found ` +
        `${comments.others} files, none of them. Correct from, comments or pattern.`,
    );
  const speech = await speechOf(store, source);
  const candidates = [...comments.files].map(([id, file]): Candidate => {
    const spoken = speech.of(id);
    return {
      platform: "pococha",
      id,
      foundBy: source.comments || "/",
      files: { comments: file, ...(spoken && { speech: spoken }) },
    };
  });
  const silent = candidates.filter(({ files }) => files?.speech === undefined).length;
  return {
    candidates,
    calls: speech.calls + 1,
    notes: [
      ...(comments.others > 0
        ? [`${comments.others} files have other names than ${source.pattern} and were passed over.`]
        : []),
      ...(source.speech !== undefined && silent > 0
        ? [`${silent} of ${candidates.length} lives have no speech file.`]
        : []),
    ],
  };
}

async function speechOf(
  store: Pick<Corpus["store"], "list" | "stat" | "location">,
  { speech, speechPattern }: PocochaSource,
): Promise<{ of: (id: string) => string | undefined; calls: number }> {
  if (speech === undefined) return { of: () => undefined, calls: 0 };
  if (await store.stat(speech)) return { of: () => speech, calls: 1 };
  const { files } = await listOf(store, speech, filePattern(speechPattern, "speechPattern"));
  if (files.size === 0)
    throw new InputError(
      `Expected ${speech} in ${store.location} to be a file, or a folder with names like ${speechPattern}; found neither.`,
    );
  return { of: (id) => files.get(id), calls: 2 };
}

async function listOf(
  store: Pick<Corpus["store"], "list" | "location">,
  folder: string,
  pattern: RegExp,
): Promise<{ files: Map<string, string>; others: number }> {
  const prefix = folder === "" || folder.endsWith("/") ? folder : `${folder}/`;
  const files = new Map<string, string>();
  let others = 0;
  for await (const name of store.list(prefix)) {
    const file = name.slice(prefix.length);
    if (file === "" || file.includes("/")) continue;
    const id = pattern.exec(file)?.[1];
    if (id === undefined || id === "") {
      others++;
      continue;
    }
    const before = files.get(id);
    if (before !== undefined)
      throw new InputError(`Expected one file of the live ${id} in ${store.location}, found ${before} and ${name}.`);
    files.set(id, name);
  }
  return { files, others };
}
