import { createHash } from "node:crypto";
import { seededRandom, systemClock, systemSleep } from "#lib/effects/index.ts";
import { keepCalls, makeModelDoor, openaiModel } from "#lib/llm/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";

/**
 * Asks a model server many questions, keeps the calls, and prints a hash of all replies: a process that a test may kill at any
 * instant. Arguments: the server's address, the folder of the store, how many.
 */
async function ask(url: string, folder: string, count: number): Promise<void> {
  const provider = openaiModel({ model: "m", baseUrl: `${url}/v1`, fetch, clock: systemClock });
  const effects = { clock: systemClock, sleep: systemSleep, random: seededRandom("asker") };
  const door = makeModelDoor(provider, { ...effects, limits: { concurrency: 8 } });
  const model = keepCalls(door, { files: openDirectoryStore(folder), study: "s", clock: systemClock, atOnce: 12 });
  const replies = await Promise.all(
    Array.from({ length: count }, (_, i) =>
      model.ask({
        ...{ prefix: "a chunk\n", ask: `question ${i}`, temperature: 0, maxOutputTokens: 20, draw: 0 },
        videos: [{ platform: "other", id: "1" }],
      }),
    ),
  );
  process.stdout.write(createHash("sha256").update(JSON.stringify(replies)).digest("hex"));
}

const [url, folder, count] = process.argv.slice(2);
void ask(url!, folder!, Number(count));
