/** Aborted when the process is asked to end: by SIGTERM, or by Ctrl-C. A second Ctrl-C ends it at once. */
export function stopOnSignal(host: Pick<NodeJS.Process, "on" | "exit">): AbortSignal {
  const stop = new AbortController();
  host.on("SIGTERM", () => stop.abort());
  host.on("SIGINT", () => {
    if (stop.signal.aborted) host.exit(130);
    stop.abort();
  });
  return stop.signal;
}
