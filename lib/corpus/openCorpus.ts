import { z } from "zod";
import { InputError } from "#lib/errors.ts";
import type { Store } from "#lib/store/index.ts";
import { type Corpus, schemaVersion } from "./corpus.ts";
import { keyFingerprint } from "./pseudonymKey.ts";

const CorpusFile = z.object({ schemaVersion: z.number().int().positive(), pseudonymKey: z.string().min(1) });
const fileName = "corpus.json";

/**
 * Opens the corpus on a store; with `create` a store without one becomes a new corpus, which is bound to `key` for good.
 * Readers need no key.
 *
 * @throws InputError when there is no corpus, when it was made by a newer version, or when the key is another one
 *
 * @example
 * const corpus = await openCorpus(openDirectoryStore("corpus"));
 * for await (const message of readMessages(corpus, { platform: "twitch", id: "123" })) console.log(message.text);
 */
export async function openCorpus(store: Store, options: { create?: boolean; key?: Uint8Array } = {}): Promise<Corpus> {
  const { key } = options;
  let bytes = await store.get(fileName);
  if (bytes === null && options.create) {
    if (!key)
      throw new InputError(`A new corpus in ${store.location} needs a pseudonym key. Name one with --key FILE.`);
    const text = `${JSON.stringify({ schemaVersion, pseudonymKey: keyFingerprint(key) }, null, 2)}\n`;
    await store.create(fileName, Buffer.from(text));
    bytes = await store.get(fileName);
  }
  if (bytes === null)
    throw new InputError(
      `There is no corpus in ${store.location}: expected ${fileName} there. ` +
        "Name the right folder with --corpus, or make a corpus with livecorpus import.",
    );
  const found = parse(bytes, store.location);
  if (found.schemaVersion > schemaVersion)
    throw new InputError(
      `The corpus in ${store.location} has schema version ${found.schemaVersion}, this program knows up to ` +
        `${schemaVersion}. Use a newer livecorpus.`,
    );
  if (key && keyFingerprint(key) !== found.pseudonymKey)
    throw new InputError(
      `The corpus in ${store.location} was made with the pseudonym key ${found.pseudonymKey}, this key is ` +
        `${keyFingerprint(key)}; one author would get two pseudonyms. Name the right key with --key FILE.`,
    );
  return { store, key: key ?? null };
}

function parse(bytes: Uint8Array, location: string): z.infer<typeof CorpusFile> {
  try {
    return CorpusFile.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch (cause) {
    throw new InputError(
      `${fileName} in ${location} is broken: expected {"schemaVersion", "pseudonymKey"}. Restore it from a copy.`,
      { cause },
    );
  }
}
