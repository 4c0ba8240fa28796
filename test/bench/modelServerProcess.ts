import { startModelServer } from "../llm/modelServer.ts";

/** The model server of the tests in a process of its own; says its address, and at the end how long it held all requests together. */
async function serve(latencyMs: number): Promise<void> {
  const server = await startModelServer({ latencyMs });
  process.send!(server.url);
  process.once("message", async () => {
    process.send!(server.servedMs());
    await server.close();
    process.disconnect();
  });
}

void serve(Number(process.argv[2]));
