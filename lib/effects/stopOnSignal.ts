import { processTree, signalAll } from "./processTree.ts";

/**
 * Aborted when the process is asked to end: by SIGTERM, or by Ctrl-C. A second Ctrl-C ends it at once, with all that it has
 * started.
 */
export function stopOnSignal(host: Pick<NodeJS.Process, "on" | "exit" | "pid">): AbortSignal {
  const stop = new AbortController();
  host.on("SIGTERM", () => stop.abort());
  host.on("SIGINT", () => {
    if (stop.signal.aborted) {
      const [, ...started] = processTree(host.pid);
      signalAll(
        started.map(({ pid }) => pid),
        "SIGKILL",
      );
      host.exit(130);
    }
    stop.abort();
  });
  return stop.signal;
}
