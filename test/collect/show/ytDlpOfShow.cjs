// Stands where yt-dlp stands: asks the platforms of the show in the place of the real ones, and says what yt-dlp says. Some videos it
// hands on to the real yt-dlp, with the address of the show's server.
const { spawnSync } = require("node:child_process");
const { appendFileSync, existsSync, readFileSync, renameSync, statSync, writeFileSync } = require("node:fs");
const { dirname, join } = require("node:path");

const args = process.argv.slice(2);
const { server, ytDlp, version } = JSON.parse(readFileSync(join(dirname(process.argv[1]), "show.json"), "utf8"));
if (args[0] === "--version") {
  console.log(version);
  process.exit(0);
}
// As Python ends when nobody reads its output any more.
process.stdout.on("error", () => process.exit(1));
appendFileSync(join(dirname(process.argv[1]), "pids"), `${process.pid}\n`);
const fail = (line) => {
  console.error(line);
  process.exit(1);
};
const { pathname, searchParams } = new URL(args.at(-1));
const id = searchParams.get("v") ?? pathname.split("/").at(-1);
const platform = searchParams.has("v") ? "youtube" : "twitch";
const cookie = args.includes("--cookies") ? readFileSync(args[args.indexOf("--cookies") + 1], "utf8").trim() : "";

async function main() {
  const what = args.includes("--skip-download") ? "chat" : "audio";
  const page = await fetch(`${server}/page/${platform}/${id}?what=${what}`, {
    headers: { cookie: cookie.split("\t").at(-1) ?? "" },
  });
  const { says, real } = await page.json();
  if (says) fail(says);
  if (what === "chat") return download(`${server}/chat/${id}`, "chat.live_chat.json");
  const media = `${server}/media/${platform}/${id}.m4a`;
  if (!real) return download(media, "audio.m4a");
  const { status } = spawnSync(ytDlp, [...args.slice(0, -1), media], { stdio: "inherit" });
  if (status === 0) appendFileSync(join(dirname(process.argv[1]), "real"), ".");
  process.exit(status ?? 1);
}

/** Goes on behind what is there, as yt-dlp does with media. */
async function download(address, to) {
  const part = `${to}.part`;
  let from = existsSync(part) ? statSync(part).size : 0;
  try {
    const answer = await fetch(address, { headers: { range: `bytes=${from}-` } });
    if (answer.status >= 400) fail(`ERROR: unable to download video data: HTTP Error ${answer.status}: refused`);
    const total = from + Number(answer.headers.get("content-length"));
    for await (const piece of answer.body) {
      appendFileSync(part, piece);
      from += piece.length;
      console.log(`[livecorpus] ${from} ${total} NA 100000 1`);
    }
  } catch {
    fail(`ERROR: unable to download video data: ${from} bytes read, more expected`);
  }
  renameSync(part, to);
  writeFileSync("facts.jsonl", `${JSON.stringify({ id, title: "A talk" })}\n`);
}

main().catch((error) => fail(`ERROR: unable to download webpage: ${error.message}`));
