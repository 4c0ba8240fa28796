import { rm, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { downloadAudio, readCookieFile, videoUrl, watchLogin } from "#lib/collect/index.ts";
import { AuthError, InputError, RateLimitedError, TransientError } from "#lib/errors.ts";
import { scratchDownload } from "./scratchDownload.ts";

const scratch = scratchDownload();
const renew = (value: string) =>
  writeFile(scratch.path("cookies.txt"), `.youtube.com\tTRUE\t/\tTRUE\t4000000000\tSID\t${value}\n`);

/** A watch over the cookie file, and a platform that accepts one value. */
function scene(accepted: string, wait = true) {
  const said: string[] = [];
  const asked: string[] = [];
  const say = (text: string) => void said.push(text);
  const watch = watchLogin({ path: scratch.path("cookies.txt"), wait, restMs: 60_000, say });
  const ask = (platform: "youtube" | "twitch" = "youtube") =>
    watch.with(platform, async (cookies) => {
      const [value] = cookies!.secrets;
      asked.push(value!);
      if (value !== accepted) throw await refusal();
      return "page";
    });
  return { said, asked, ask };
}
/** As a download throws it: for cookies that have expired. */
async function refusal(): Promise<unknown> {
  const file = scratch.path("expired.txt");
  await writeFile(file, ".youtube.com\tTRUE\t/\tTRUE\t1700000000\tSID\tother-value\n");
  const url = videoUrl({ platform: "youtube", id: "abcdefghijk" });
  const options = scratch.options({ cookies: await readCookieFile(file, "youtube") });
  return downloadAudio({ url, name: "a", platform: "youtube" }, options).catch((error) => error);
}

test("a platform that refuses the login rests without being asked again, and goes on when the file is renewed", async () => {
  await renew("first-value");
  const { said, asked, ask } = scene("second-value");
  for (let i = 0; i < 3; i++) {
    const failed = await ask().catch((error) => error);
    expect(failed).toBeInstanceOf(RateLimitedError);
    expect(failed).toMatchObject({ retryAfterMs: 60_000, message: expect.stringContaining("cookies.txt is renewed") });
  }
  expect(asked).toEqual(["first-value"]);
  expect(said).toEqual([expect.stringContaining("the other platforms go on")]);
  await renew("second-value");
  expect(await ask()).toBe("page");
});

test("another platform is asked, and an error of another kind stays what it is", async () => {
  await renew("first-value");
  const { asked, ask } = scene("second-value");
  await ask().catch(() => {});
  await ask("twitch").catch(() => {});
  expect(asked).toHaveLength(2);
  const { with: use } = watchLogin({ path: null, wait: true, restMs: 1, say: () => {} });
  const broken = use("youtube", () => Promise.reject(new TransientError("down")));
  await expect(broken).rejects.toThrow(TransientError);
});

test("who does not wait is told what to renew", async () => {
  await renew("first-value");
  await expect(scene("second-value", false).ask()).rejects.toThrow(AuthError);
});

test("a file that is just being written stops nobody else: the login is missing for now", async () => {
  await renew("first-value");
  const { ask } = scene("first-value", false);
  await rm(scratch.path("cookies.txt"));
  const failed = await ask().catch((error) => error);
  expect(failed).toBeInstanceOf(AuthError);
  expect(failed).not.toBeInstanceOf(InputError);
});
