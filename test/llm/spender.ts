import { seededRandom, systemClock, systemSleep } from "#lib/effects/index.ts";
import { keepCalls, makeModelDoor, openaiModel, shareBudget } from "#lib/llm/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";

/**
 * Asks a model server sixty questions under a budget that other processes share, and prints how each ended. Arguments: the
 * server's address, the folder of the store, the cap in tokens, the number of the first question.
 */
async function spend(url: string, folder: string, capTokens: number, from: number): Promise<void> {
  const files = openDirectoryStore(folder);
  const effects = { clock: systemClock, sleep: systemSleep, random: seededRandom(`spender ${from}`) };
  const provider = openaiModel({ model: "m", baseUrl: `${url}/v1`, fetch, clock: systemClock });
  const budget = await shareBudget({ capTokens, files, study: "s", ...effects });
  const door = makeModelDoor(provider, { ...effects, budget, limits: { concurrency: 4 } });
  const model = keepCalls(door, { files, study: "s", clock: systemClock });
  const ended = await Promise.allSettled(
    Array.from({ length: 60 }, (_, i) =>
      model.ask({
        ...{ prefix: "A chunk of a stream, with some chat\n", ask: `what was question number ${from + i} about?` },
        ...{ temperature: 0, maxOutputTokens: 20, draw: 0, videos: [] },
      }),
    ),
  );
  process.stdout.write(ended.map((one) => (one.status === "rejected" ? one.reason.constructor.name : "ok")).join(" "));
}

const [url, folder, capTokens, from] = process.argv.slice(2);
void spend(url!, folder!, Number(capTokens), Number(from));
