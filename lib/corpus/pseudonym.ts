import { hash } from "node:crypto";
import type { Platform } from "#lib/records/index.ts";

/** Gives authors their pseudonyms; see makePseudonymiser. */
export interface Pseudonymiser {
  /** The pseudonym of an author: by the stable id where there is one, else by the name; "" where there is neither. */
  author(author: { id?: string; name: string }): string;
  /** The pseudonym of a name, as it stands after an "@" or beside speech. */
  name(name: string): string;
  /** A keyed hash of any text, 32 bytes as a latin1 string. */
  digest(text: string): string;
}

const blockBytes = 64;
const remembered = 50_000;
const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

/**
 * Pseudonyms of one platform: `a_` and the first 80 bits, in base32 (RFC 4648), of HMAC-SHA256(key, platform + "\n" +
 * stable id, else name). One key gives one author the same pseudonym in every file; without the key nobody can
 * compute a pseudonym from a name. A leading "@" and outer white space are no part of a name.
 *
 * @param key 32 bytes
 *
 * @example
 * makePseudonymiser(Buffer.alloc(32), "twitch").name("viewer_a"); // => "a_vh45pbvv7cpqprk6"
 */
export function makePseudonymiser(key: Uint8Array, platform: Platform): Pseudonymiser {
  const digest = hmacSha256(key);
  const prefix = `${platform}\n`;
  let recent = new Map<string, string>();
  let older = new Map<string, string>();
  const of = (who: string): string => {
    const known = recent.get(who) ?? older.get(who);
    const pseudonym = known ?? `a_${base32(digest(prefix + who), 16)}`;
    if (!recent.has(who)) {
      // Two generations keep the frequent authors and bound the memory.
      if (recent.size >= remembered) {
        older = recent;
        recent = new Map();
      }
      recent.set(who, pseudonym);
    }
    return pseudonym;
  };
  const name = (text: string) => {
    const bare = bareName(text);
    return bare === "" ? "" : of(bare);
  };
  return { author: (author) => (author.id ? of(author.id) : name(author.name)), name, digest };
}

/** A name as it is hashed and looked for: YouTube's handles start with the "@" that also starts a mention. */
export function bareName(name: string): string {
  const trimmed = name.trim();
  return trimmed.startsWith("@") ? trimmed.slice(1).trimStart() : trimmed;
}

/**
 * HMAC-SHA256 (RFC 2104) by the one-shot hash, which costs a twelfth of node's Hmac object: an import computes one for
 * each author and each message without an id.
 */
function hmacSha256(key: Uint8Array): (text: string) => string {
  const block = Buffer.alloc(blockBytes);
  block.set(key.length > blockBytes ? Buffer.from(hash("sha256", key, "hex"), "hex") : key);
  const outer = Buffer.concat([block.map((byte) => byte ^ 0x5c), Buffer.alloc(32)]);
  const innerPad = block.map((byte) => byte ^ 0x36);
  let inner = Buffer.concat([innerPad, Buffer.alloc(4096)]);
  return (text) => {
    if (text.length * 3 > inner.length - blockBytes) inner = Buffer.concat([innerPad, Buffer.alloc(text.length * 3)]);
    const length = inner.write(text, blockBytes, "utf8");
    outer.write(hash("sha256", inner.subarray(0, blockBytes + length), "binary"), blockBytes, "binary");
    return hash("sha256", outer, "binary");
  };
}

/** The first `length` digits of the bytes in base32, without padding. */
function base32(bytes: string, length: number): string {
  let out = "";
  let bits = 0;
  let held = 0;
  for (let i = 0; out.length < length; i++) {
    held = ((held << 8) | bytes.charCodeAt(i)) & 0xfff;
    bits += 8;
    while (bits >= 5 && out.length < length) {
      bits -= 5;
      out += alphabet[(held >> bits) & 31];
    }
  }
  return out;
}
