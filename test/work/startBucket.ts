import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const file = join(import.meta.dirname, "..", "store", "loopbackBucket.ts");

/** The bucket of the tests as a process of its own, which several processes may share. */
export async function startBucket(): Promise<{ url: string; name: string; stop: () => Promise<void> }> {
  const name = "shared-bucket";
  const child = spawn(process.execPath, [file, "--port", "0", "--bucket", name], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout, "data");
  const stop = async () => {
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  };
  return { url: String(line).trim(), name, stop };
}
