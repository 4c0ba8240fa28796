import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { defaultDownloadLimits, downloadAudio, downloadChat, readCookieFile, videoUrl } from "#lib/collect/index.ts";
import { processTree, systemSleep, type TransferAt } from "#lib/effects/index.ts";
import { AuthError, InputError, PermanentError, RateLimitedError, TransientError } from "#lib/errors.ts";
import { makeTone, scratchDownload } from "./scratchDownload.ts";

const scratch = scratchDownload();
const watch = (id: string) => ({
  url: videoUrl({ platform: "youtube", id: id.padEnd(11, "_") }),
  name: `the audio of ${id}`,
  platform: "youtube" as const,
});
const cookieText = (expiry: number, secret = "planted-cookie-value") =>
  `# Netscape HTTP Cookie File\n.youtube.com\tTRUE\t/\tTRUE\t${expiry}\tLOGIN_INFO\t${secret}\n`;

describe("what yt-dlp says when it fails", () => {
  test.each<[string, new (...args: never[]) => Error, RegExp]>([
    ["bot", AuthError, /export the cookies/],
    ["many", RateLimitedError, /429/],
    ["sess", RateLimitedError, /try again later/],
    ["memb", PermanentError, /members-only/],
    ["priv", PermanentError, /Private video/],
    ["gone", PermanentError, /has been removed/],
    ["form", PermanentError, /format/],
    ["old_", AuthError, /too old/],
    ["full", InputError, /disk is full/],
    ["rset", TransientError, /reset/],
  ])("decides what happens next: %s", async (id, kind, message) => {
    const failed = await downloadAudio(watch(id.padEnd(4, "_")), scratch.options()).catch((error: Error) => error);
    expect(failed).toBeInstanceOf(kind);
    expect((failed as Error).message).toMatch(message);
  });
});

describe("audio", () => {
  test("that broke off goes on with what is there, tells how far it is, and is measured", async () => {
    makeTone(scratch.path("bin", "tone.m4a"));
    await expect(downloadAudio(watch("rset"), scratch.options())).rejects.toThrow(TransientError);
    expect(await readFile(scratch.path("work", "audio.m4a.part"), "utf8")).toBe("half");
    const told: TransferAt[] = [];
    const found = await downloadAudio(watch("rset"), scratch.options({ onProgress: (one) => told.push(one) }));
    expect(found).toMatchObject({ duration: "right", repaired: false, expectedMs: 20_000, version: "2025.12.08" });
    expect(found.facts).toMatchObject({ title: "A talk", channel_id: "UCx" });
    expect(told).toEqual([
      { bytes: 50, totalBytes: 100, share: 0.5, bytesPerSecond: 25, leftSeconds: 2 },
      { bytes: 100, totalBytes: 100, share: 1, bytesPerSecond: 25, leftSeconds: null },
    ]);
  });

  test("that is stopped ends with all that yt-dlp has started", async () => {
    const stop = new AbortController();
    const options = scratch.options({ signal: stop.signal, onProgress: () => stop.abort(new Error("stopped")) });
    await expect(downloadAudio(watch("slow"), options)).rejects.toThrow("stopped");
    const pids = (await scratch.json("bin", "pids.json")) as number[];
    expect(pids).toHaveLength(2);
    while (pids.some((pid) => processTree(pid).length > 0)) await systemSleep(10);
  });

  test("that does not move, takes too long or grows too large is ended", async () => {
    const within = (limits: object) => scratch.options({ limits: { ...defaultDownloadLimits, ...limits } });
    await expect(downloadAudio(watch("slow"), within({ stallMs: 200 }))).rejects.toThrow(/said nothing/);
    await expect(downloadAudio(watch("slow"), within({ timeoutMs: 200 }))).rejects.toThrow(/not done within/);
    await expect(downloadAudio(watch("huge"), scratch.options())).rejects.toThrow(PermanentError);
  });

  test("is asked for by an argument vector in which nothing of the video's is an option", async () => {
    await downloadAudio(watch("gone"), scratch.options()).catch(() => {});
    const { args, env } = await scratch.called();
    expect(args.slice(-2)).toEqual(["--", "https://www.youtube.com/watch?v=gone_______"]);
    expect(args).toContain("--js-runtimes");
    expect(env).not.toHaveProperty("SECRET_TOKEN");
    for (const id of ["--exec=rm", "-o/etc/x", "a;b", "short", "https://x.example", "twelve_chars"])
      expect(() => videoUrl({ platform: "youtube", id })).toThrow(InputError);
    expect(() => videoUrl({ platform: "twitch", id: "-1" })).toThrow(InputError);
  });

  test("cannot be fetched without yt-dlp, which is said", async () => {
    const programs = { ytDlp: scratch.path("none"), ffmpeg: "ffmpeg", ffprobe: "ffprobe" };
    await expect(downloadAudio(watch("good"), scratch.options({ programs }))).rejects.toThrow(/livecorpus doctor/);
  });
});

describe("live chat", () => {
  test("is asked for by name alone, and a chat that is not there is a fact", async () => {
    await writeFile(scratch.path("bin", "chat.live_chat.json"), "{}\n");
    await mkdir(scratch.path("work"));
    await writeFile(scratch.path("work", "chat.live_chat.json.part"), "old");
    const found = await downloadChat(watch("good"), scratch.options());
    expect(await readFile(found.path!, "utf8")).toBe("{}\n");
    expect(await readdir(scratch.path("work"))).toEqual(["chat.live_chat.json"]);
    const { args } = await scratch.called();
    expect(args[args.indexOf("--sub-langs") + 1]).toBe("live_chat");
    expect((await downloadChat(watch("mute"), scratch.options())).path).toBeNull();
  });
});

describe("cookies", () => {
  const file = async (text: string) => {
    await writeFile(scratch.path("cookies.txt"), text);
    return readCookieFile(scratch.path("cookies.txt"), "youtube");
  };

  test("are handed over as a private copy that is gone afterwards, and their values are in no message and no file", async () => {
    const cookies = await file(cookieText(4_000_000_000));
    expect(cookies).toMatchObject({ hasLogin: true, expiresMs: 4_000_000_000_000 });
    const failed = await downloadAudio(watch("leak"), scratch.options({ cookies })).catch((error: Error) => error);
    expect(failed).toBeInstanceOf(TransientError);
    const { message, stack = "" } = failed as Error;
    expect(message).toContain("https://a.example/v?… failed for [hidden]");
    expect(message + stack).not.toMatch(/planted|TOKEN12345/);
    const { args } = await scratch.called();
    expect(args[args.indexOf("--cookies") + 1]).toBe(scratch.path("work", "cookies.txt"));
    expect(await readdir(scratch.path("work"))).toEqual([]);
    expect(await readFile(scratch.path("cookies.txt"), "utf8")).toBe(cookieText(4_000_000_000));
  });

  test("that an editor has saved behind a byte order mark are read, and handed over without it", async () => {
    makeTone(scratch.path("bin", "tone.m4a"));
    const cookies = await file(`\ufeff${cookieText(4_000_000_000).replaceAll("\n", "\r\n")}`);
    expect(cookies.hasLogin).toBe(true);
    await expect(downloadAudio(watch("good"), scratch.options({ cookies }))).resolves.toMatchObject({
      duration: "right",
    });
  });

  test("that have expired are refused before anything is asked, and the message says which file to renew", async () => {
    const cookies = await file(cookieText(1_700_000_000));
    const failed = downloadAudio(watch("good"), scratch.options({ cookies }));
    await expect(failed).rejects.toThrow(AuthError);
    await expect(failed).rejects.toThrow(
      /expired at 2023-11-14T22:13:20.000Z.*cookies\.txt|cookies\.txt expired at 2023-11-14/,
    );
    await expect(scratch.called()).rejects.toThrow(/ENOENT/);
  });

  test.each([
    ["JSON", '[{"name": "SID", "value": "planted-secret"}]'],
    ["a header line", "Cookie: SID=planted-secret"],
    ["nothing", "# Netscape HTTP Cookie File\n"],
    ["a broken time", ".youtube.com\tTRUE\t/\tTRUE\tsoon\tSID\tplanted-secret"],
  ])("in the form of %s are refused without showing them", async (_what, text) => {
    const failed = await file(text).catch((error: Error) => error);
    expect(failed).toBeInstanceOf(InputError);
    expect((failed as Error).message).toMatch(/Netscape/);
    expect((failed as Error).message).not.toContain("planted");
  });
});
