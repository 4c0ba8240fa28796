import type { ChatMessage } from "#lib/records/index.ts";
import type { Pseudonymiser } from "../pseudonym.ts";
import { HashSet128, hash128 } from "./hashSet.ts";

/**
 * Ids for messages of formats that have none: a keyed hash of time, author and text, and a number for the second and
 * later of the same. So the same message has the same id in two exports that overlap. The key is in it because the text is
 * still as written: from a plain hash a name in it could be guessed.
 */
export function makeMessageIds(pseudonyms: Pseudonymiser): (message: Omit<ChatMessage, "id">) => string {
  const seen = new HashSet128();
  const repeated = new Map<string, number>();
  return ({ atMs, author, text }) => {
    const digest = pseudonyms.digest(`${atMs}\n${author}\n${text}`);
    const id = `m_${Buffer.from(digest.slice(0, 10), "latin1").toString("hex")}`;
    if (seen.add(...hash128(digest))) return id;
    const occurrence = (repeated.get(id) ?? 0) + 1;
    repeated.set(id, occurrence);
    return `${id}_${occurrence}`;
  };
}
