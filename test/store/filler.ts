import { importFiles, openCorpus } from "#lib/corpus/index.ts";
import { systemClock } from "#lib/effects/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";

/** Writes more than a limited process may: `put|create DIR`, `upload DIR FILE`, or `import CORPUS FILE`; prints the error. */
const [verb, path, file] = process.argv.slice(2);
const store = openDirectoryStore(path!);
const large = Buffer.alloc(1_000_000, 7);

async function fill(): Promise<void> {
  if (verb === "import") {
    const corpus = await openCorpus(store, { key: Buffer.alloc(32, 1) });
    await importFiles({ corpus, video: { platform: "twitch", id: "1" }, files: [file!], clock: systemClock });
    return;
  }
  await store.put("small", Buffer.from("small"));
  await store.put("large", Buffer.from("as it was"));
  if (verb === "put") await store.put("large", large);
  else if (verb === "create") await store.create("largest", large);
  else await store.upload(file!, "large");
}

await fill().then(
  () => console.log("done"),
  (error) => console.log(String(error)),
);
