import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { z } from "zod";
import { InputError } from "#lib/errors.ts";
import type { VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "./corpus.ts";
import { type NumberedStep, outputPath, stepName } from "./stepRecord.ts";

const newline = 0x0a;

/**
 * The records of one output (`.jsonl.gz`) in batches, each parsed by its schema.
 *
 * @throws InputError naming the object and the line of a record that is broken, and when the content is not what its
 * name promises
 */
export async function* readRecords<T>(
  corpus: Corpus,
  video: VideoKey,
  step: NumberedStep,
  outputName: string,
  schema: z.ZodType<T>,
): AsyncGenerator<T[]> {
  const { record } = step;
  const output = record.outputs[outputName];
  if (!output) return;
  const name = outputPath(video, record.step, outputName, output.sha256);
  const hash = createHash("sha256");
  let line = 0;
  const parse = (text: string): T => {
    line++;
    const found = schema.safeParse(tryJson(text));
    if (found.success) return found.data;
    const [issue] = found.error.issues;
    throw damagedOutput(
      corpus,
      video,
      step,
      outputName,
      `line ${line}: expected a record of the step ${record.step}, found ${JSON.stringify(text.slice(0, 80))} ` +
        `(${issue?.path.join(".")}: ${issue?.message})`,
    );
  };
  let held: Uint8Array = Buffer.alloc(0);
  const broken = (why: string, cause: unknown) => damagedOutput(corpus, video, step, outputName, why, cause);
  for await (const piece of decompressed(corpus.store.read(name), broken)) {
    hash.update(piece);
    const end = piece.lastIndexOf(newline);
    if (end === -1) {
      held = Buffer.concat([held, piece]);
      continue;
    }
    const text = Buffer.concat([held, piece.subarray(0, end)]).toString("utf8");
    held = piece.subarray(end + 1);
    yield text.split("\n").map(parse);
  }
  if (held.length > 0) yield [parse(Buffer.from(held).toString("utf8"))];
  if (hash.digest("hex") !== output.sha256) throw damagedOutput(corpus, video, step, outputName, otherContent);
}

/**
 * A whole small output as text; null when the step has none of that name.
 *
 * @throws InputError when the content is not what its name promises, or is gone
 */
export async function readText(
  corpus: Corpus,
  video: VideoKey,
  step: NumberedStep,
  outputName: string,
): Promise<string | null> {
  const { record } = step;
  const output = record.outputs[outputName];
  if (!output) return null;
  const bytes = await corpus.store.get(outputPath(video, record.step, outputName, output.sha256));
  if (!bytes) throw damagedOutput(corpus, video, step, outputName, "it is not there");
  if (createHash("sha256").update(bytes).digest("hex") !== output.sha256)
    throw damagedOutput(corpus, video, step, outputName, otherContent);
  return Buffer.from(bytes).toString("utf8");
}

/**
 * Checks an output (`.gz`) that is a file of this machine, for a reader that does not check it by itself.
 *
 * @throws InputError when the content is not what its name promises
 */
export async function checkOutputFile(
  corpus: Corpus,
  video: VideoKey,
  step: NumberedStep,
  outputName: string,
  path: string,
): Promise<void> {
  const hash = createHash("sha256");
  const broken = (why: string, cause: unknown) => damagedOutput(corpus, video, step, outputName, why, cause);
  for await (const piece of decompressed(createReadStream(path), broken)) hash.update(piece);
  if (hash.digest("hex") !== step.record.outputs[outputName]?.sha256) throw broken(otherContent, undefined);
}

const otherContent = "expected the content that its name promises, found another";

/** A rerun alone leaves a damaged object as it is, since its name says that the content is there already. */
function damagedOutput(
  { store }: Corpus,
  video: VideoKey,
  { n, record }: NumberedStep,
  outputName: string,
  why: string,
  cause?: unknown,
): InputError {
  const { step, variant, outputs } = record;
  const name = outputPath(video, step, outputName, outputs[outputName]?.sha256 ?? "");
  return new InputError(
    `${name} in ${store.location} is damaged: ${why}. Restore it from a copy; or delete it and ` +
      `${stepName(video, step, variant, n)}, and run the step ${step} again.`,
    { cause },
  );
}

async function* decompressed(
  bytes: AsyncIterable<Uint8Array>,
  broken: (why: string, cause: unknown) => Error,
): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 128 * 1024 });
  pipeline(Readable.from(bytes, { objectMode: false }), gunzip, () => {});
  try {
    for await (const piece of gunzip) yield piece;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // What the store says stays what it is, e.g. to be tried again.
    throw code?.startsWith("Z_") || code === "ENOENT" ? broken(message, error) : error;
  }
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
