import { createHash } from "node:crypto";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { z } from "zod";
import { InputError } from "#lib/errors.ts";
import type { VideoKey } from "#lib/records/index.ts";
import type { Corpus } from "./corpus.ts";
import { type NumberedStep, outputPath } from "./stepRecord.ts";

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
  { record }: NumberedStep,
  outputName: string,
  schema: z.ZodType<T>,
): AsyncGenerator<T[]> {
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
    throw new InputError(
      `${name}, line ${line}: expected a record of the step ${record.step}, found ${JSON.stringify(text.slice(0, 80))} ` +
        `(${issue?.path.join(".")}: ${issue?.message}). The object was changed; run the step again.`,
    );
  };
  let held: Uint8Array = Buffer.alloc(0);
  for await (const piece of decompressed(corpus, name)) {
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
  if (hash.digest("hex") !== output.sha256)
    throw new InputError(`${name}: expected the content that its name promises, found another. Run the step again.`);
}

/** A whole small output as text; null when the step has none of that name. */
export async function readText(
  corpus: Corpus,
  video: VideoKey,
  { record }: NumberedStep,
  outputName: string,
): Promise<string | null> {
  const output = record.outputs[outputName];
  const name = output && outputPath(video, record.step, outputName, output.sha256);
  const bytes = name ? await corpus.store.get(name) : null;
  if (name && !bytes) throw new InputError(`There is no ${name} in ${corpus.store.location}. Run the step again.`);
  return bytes && Buffer.from(bytes).toString("utf8");
}

async function* decompressed(corpus: Corpus, name: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 128 * 1024 });
  pipeline(Readable.from(corpus.store.read(name), { objectMode: false }), gunzip, () => {});
  try {
    for await (const piece of gunzip) yield piece;
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(`${name} is damaged (${(cause as Error).message}). Run the step again.`, { cause });
  }
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
