// Stands for yt-dlp on a channel's page: says what state.json says, and streams tone.ts without an end.
const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { stream } = JSON.parse(readFileSync(join(__dirname, "state.json"), "utf8"));
if (!stream) {
  console.error("ERROR: [twitch:stream] some_channel: The channel is not currently live");
  process.exitCode = 1;
} else if (process.argv.includes("--simulate")) console.log(JSON.stringify(stream));
else {
  writeFileSync(join(__dirname, "pid"), String(process.pid));
  const bytes = readFileSync(join(__dirname, "tone.ts"));
  let at = 0;
  process.stdout.on("error", () => process.exit(1));
  setInterval(() => {
    process.stdout.write(bytes.subarray(at, at + 940));
    at += 940;
  }, 50);
}
