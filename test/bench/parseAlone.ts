import { readFileSync } from "node:fs";

/** Reads and parses the files it is given, and does nothing else: the floor that an import is measured against. */
let messages = 0;
for (const file of process.argv.slice(2)) {
  const { comments } = JSON.parse(readFileSync(file, "utf8")) as { comments: unknown[] };
  messages += comments.length;
}
console.log(JSON.stringify({ messages, peakMB: Math.round(process.resourceUsage().maxRSS / 1024) }));
