import { expect, test } from "vitest";
import { redact } from "#lib/collect/index.ts";

test("what addresses carry behind ? and before @ is hidden, and the address stays", () => {
  const said =
    "ERROR: proxy http://me:planted@10.0.0.1:3128/ refused, socks5h://planted@b.example, https://a.example/v?sig=planted";
  expect(redact(said, [])).toBe(
    "ERROR: proxy http://…@10.0.0.1:3128/ refused, socks5h://…@b.example, https://a.example/v?…",
  );
  const channel = "https://www.youtube.com/@somebody and mail to a@b.example";
  expect(redact(channel, [])).toBe(channel);
});
