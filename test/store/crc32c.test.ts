import { CRC32C } from "@google-cloud/storage";
import { expect, test } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { startCrc32c } from "#lib/store/crc32c.ts";

function sumOf(...pieces: Uint8Array[]): string {
  const sum = startCrc32c();
  for (const piece of pieces) sum.update(piece);
  return Buffer.from(sum.base64(), "base64").toString("hex");
}

test("is the published one", () => {
  // RFC 3720, B.4, and the check value of the catalogue of CRCs.
  expect(sumOf()).toBe("00000000");
  expect(sumOf(Buffer.from("123456789"))).toBe("e3069283");
  expect(sumOf(Buffer.alloc(32))).toBe("8a9136aa");
  expect(sumOf(Buffer.alloc(32, 0xff))).toBe("62a8ab43");
  expect(sumOf(Buffer.from(Array.from({ length: 32 }, (_, i) => i)))).toBe("46dd794e");
});

test("is that of Google's library, however the bytes are cut", () => {
  const random = seededRandom("crc");
  for (const length of [1, 7, 8, 9, 1000, 4097]) {
    const bytes = Buffer.from(Array.from({ length }, () => random.below(256)));
    const theirs = new CRC32C();
    theirs.update(bytes);
    const cut = random.below(length);
    const ours = startCrc32c();
    ours.update(bytes.subarray(0, cut));
    ours.update(bytes.subarray(cut));
    expect(ours.base64()).toBe(theirs.toString());
  }
});
