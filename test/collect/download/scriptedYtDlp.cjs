// Behaves like yt-dlp as far as its words, its files and its exit codes go; the first letters of the video's id say how.
const { spawn } = require("node:child_process");
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { dirname, join } = require("node:path");

const args = process.argv.slice(2);
const beside = dirname(process.argv[1]);
if (args[0] === "--version") {
  console.log("2025.12.08");
  process.exit(0);
}
const value = (name) => args[args.indexOf(name) + 1];
const url = args.at(-1);
const id = /[?&]v=([^&]+)/.exec(url)?.[1] ?? url;
writeFileSync(join(beside, "called.json"), JSON.stringify({ args, env: process.env, folder: process.cwd() }));
const fail = (...lines) => {
  for (const line of lines) console.error(line);
  process.exit(1);
};
const cookie = args.includes("--cookies") ? readFileSync(value("--cookies"), "utf8") : "";
const progress = (...parts) => console.log(["[livecorpus]", ...parts].join(" "));
// As Python's reader of cookies has it.
if (cookie !== "" && !/^#( Netscape)? HTTP Cookie File/.test(cookie)) fail("ERROR: no Netscape format cookies file");
const refusals = {
  bot_: ["WARNING: [youtube] something odd", "ERROR: [youtube] x: Sign in to confirm you’re not a bot. Use --cookies"],
  many: ["ERROR: [youtube] x: HTTP Error 429: Too Many Requests"],
  sess: ["ERROR: [youtube] x: This content isn't available, try again later."],
  memb: ["ERROR: [youtube] x: Join this channel to get access to members-only content like this video"],
  priv: ["ERROR: [youtube] x: Private video. Sign in if you've been granted access to this video"],
  gone: ["ERROR: [youtube] x: Video unavailable. This video has been removed by the uploader"],
  form: ["ERROR: [youtube] x: Requested format is not available. Use --list-formats"],
  old_: [
    "WARNING: nsig extraction failed: Some formats may be missing",
    "ERROR: [youtube] x: Unable to extract yt data",
  ],
  full: ["ERROR: unable to write data: [Errno 28] No space left on device"],
  leak: [`ERROR: [youtube] x: GET https://a.example/v?sig=TOKEN12345 failed for ${cookie.split("\t").at(-1)}`],
};
const kind = id.slice(0, 4);
if (refusals[kind]) fail(...refusals[kind]);
if (kind === "slow") {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  writeFileSync(join(beside, "pids.json"), JSON.stringify([process.pid, child.pid]));
  progress(1, "NA", 100, 2.5, "NA");
  setInterval(() => {}, 1000);
} else if (kind === "huge") {
  progress(1, "NA", 9e12, "NA", "NA");
  setInterval(() => {}, 1000);
} else if (args.includes("--skip-download")) {
  if (kind === "mute") console.log("[info] There's no subtitles for the requested languages");
  else writeFileSync("chat.live_chat.json", readFileSync(join(beside, "chat.live_chat.json")));
} else {
  progress(50, 100, "NA", 25, 2);
  if (kind === "rset" && !existsSync("audio.m4a.part")) {
    writeFileSync("audio.m4a.part", "half");
    fail("ERROR: unable to download video data: [Errno 104] Connection reset by peer");
  }
  // Long enough to be killed in the middle.
  if (kind === "long") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
  progress(100, 100, "NA", 25, "NA");
  const facts = { id, duration: 20, title: "A talk", channel_id: "UCx", timestamp: null };
  writeFileSync("facts.jsonl", `${JSON.stringify(facts)}\n`);
  writeFileSync("audio.m4a", readFileSync(join(beside, "tone.m4a")));
}
