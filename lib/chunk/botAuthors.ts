import type { ChatMessage } from "#lib/records/index.ts";
import { codePointLength, normalise } from "#lib/text/index.ts";

/** Shorter texts are laughs and greetings, which people repeat too. */
const fewestChars = 12;
/** So many times one text, and so many minutes between: people do not keep that up by the clock. */
const fewestRepeats = 4;
const shortestGapMs = 60_000;
/** How far the gaps may stray from their median on average, as a share of it. */
const strayShare = 0.1;
/** Of an author's messages, how many have to be of such texts. */
const botShare = 0.5;

/**
 * Authors who behave as bots do: at least half of what they write are texts that come back by the clock. Such a text is at
 * least 12 code points long and was written at least 4 times, at gaps of a minute or more that stray from their median by
 * a tenth of it at most, on average. Texts are the same when they differ in case, width, white space, digits or mentioned
 * names alone, so that a timer that counts up or greets someone is one text.
 *
 * It is a rule for bots that no platform marks and finds timers only. A bot that answers commands is not found, and a person
 * who pastes one line every ten minutes is: so it is a setting of a study (`withoutBots`) and no default.
 *
 * @param messages one stream's, in order of time
 * @example
 * botAuthors(messages); // => ["a_vh45pbvv7cpqprk6"]
 */
export function botAuthors(messages: readonly Pick<ChatMessage, "atMs" | "author" | "text">[]): string[] {
  const written = new Map<string, { count: number; texts: Map<string, number[]> }>();
  for (const { atMs, author, text } of messages) {
    if (author === "") continue;
    let own = written.get(author);
    if (!own) {
      own = { count: 0, texts: new Map() };
      written.set(author, own);
    }
    own.count++;
    const bare = pattern(text);
    if (codePointLength(bare) < fewestChars) continue;
    const times = own.texts.get(bare);
    if (times) times.push(atMs);
    else own.texts.set(bare, [atMs]);
  }
  return [...written].filter(([, own]) => isBot(own)).map(([author]) => author);
}

function isBot({ count, texts }: { count: number; texts: ReadonlyMap<string, number[]> }): boolean {
  if (count < fewestRepeats) return false;
  let byClock = 0;
  for (const times of texts.values()) if (isByClock(times)) byClock += times.length;
  return byClock >= botShare * count;
}

function isByClock(times: readonly number[]): boolean {
  if (times.length < fewestRepeats) return false;
  const gaps = times.slice(1).map((atMs, i) => atMs - times[i]!);
  const usual = median(gaps);
  const strayMs = gaps.reduce((sum, gap) => sum + Math.abs(gap - usual), 0) / gaps.length;
  return usual >= shortestGapMs && strayMs <= strayShare * usual;
}

/** What stays of a text when a counter has gone on and another name is greeted. */
function pattern(text: string): string {
  return normalise(text.replace(/@\S+/gu, "@").replace(/\d+/gu, "0"));
}

function median(values: readonly number[]): number {
  const sorted = values.slice().sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
