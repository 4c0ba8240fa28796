// Behaves like TwitchDownloaderCLI as far as its arguments, words, files and exit codes go; the VOD's number says how.
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { dirname, join } = require("node:path");

const args = process.argv.slice(2);
const beside = dirname(process.argv[1]);
if (args[0] === "--version") {
  console.error("TwitchDownloaderCLI 1.56.0");
  process.exit(1);
}
writeFileSync(join(beside, "downloader.json"), JSON.stringify(args));
const value = (name) => args[args.indexOf(name) + 1];
console.log("TwitchDownloaderCLI 1.56.0 Copyright (c) lay295 and contributors");
process.stdout.write("[STATUS] - Fetching Video Info [1/2]\n");
const id = value("--id");
if (existsSync(value("--output"))) {
  console.log("File already exists. Do you want to overwrite it?");
  setInterval(() => {}, 1000);
} else if (id === "404") {
  console.error("Unhandled exception. System.NullReferenceException: Invalid VOD, deleted/expired VOD possibly?");
  console.error("   at TwitchDownloaderCore.ChatDownloader.DownloadAsync(CancellationToken cancellationToken)");
  process.abort();
} else if (id === "429" || id === "503") {
  console.error(
    `Unhandled exception. System.Net.Http.HttpRequestException: Response status code does not indicate success: ${id} (no). https://a.example/x?sig=planted`,
  );
  process.exit(134);
} else {
  for (const percent of [0, 45, 100])
    process.stdout.write(`${percent > 0 ? "\r" : ""}[STATUS] - Downloading ${percent}%`);
  process.stdout.write("\n[STATUS] - Writing output file\n");
  writeFileSync(value("--output"), readFileSync(join(beside, "downloaded.json")));
}
