import type { Random } from "#lib/effects/index.ts";
import type { RawMessage } from "#lib/formats/index.ts";
import { fillTemplate } from "./fillTemplate.ts";
import type { StreamSpec } from "./streamSpec.ts";
import type { Texts } from "./texts.ts";
import { makeBot, pickViewer, type Viewer } from "./viewers.ts";

/** A message before it has its place and id. */
export type Event = Omit<RawMessage, "index" | "id"> & { atMs: number };

const preStreamMs = 300_000;
const amounts = { ja: [200, 500, 1000, 2000, 5000], ko: [1000, 2000, 5000, 10_000], en: [2, 5, 10, 20] } as const;
const currencies = { ja: "JPY", ko: "KRW", en: "USD" } as const;
const bits = [1, 10, 50, 100, 500] as const;

/** What is no viewer's plain talk: bots, commands, messages before the start, money, memberships, gifts and notices. */
export function eventsOf(spec: StreamSpec, texts: Texts, viewers: readonly Viewer[], random: Random): Event[] {
  const { chat } = texts;
  const { events, platform } = spec;
  const lengthMs = spec.segments * spec.segmentSeconds * 1000;
  const bot = makeBot(spec, random);
  const made: Event[] = [];
  const add = (count: number, make: (atMs: number) => Event, fromMs = 0, spanMs = lengthMs) => {
    for (let i = 0; i < count; i++) made.push(make(fromMs + random.below(spanMs)));
  };
  const by = (viewer: Viewer) => ({ author: { id: viewer.id, name: viewer.name }, roles: viewer.roles.slice() });
  const anyone = () => by(pickViewer(viewers, random));
  const money = () =>
    platform === "twitch"
      ? { amount: random.pick(bits), currency: "BITS" }
      : { amount: random.pick(amounts[spec.language]), currency: currencies[spec.language] };
  const fill = (line: string, atMs: number) => {
    const minutes = String(Math.max(1, Math.round(atMs / 60_000)));
    const count = String(random.pick([1, 5, 10]));
    return fillTemplate(line, { minutes, count, viewer: pickViewer(viewers, random).name }, random);
  };

  add(
    spec.preStream,
    (atMs) => ({ atMs, ...anyone(), kind: "text", text: random.pick(chat.greeting) }),
    -preStreamMs,
    preStreamMs,
  );
  add(spec.commands, (atMs) => ({ atMs, ...anyone(), kind: "text", text: random.pick(chat.command) }));
  add(spec.bots, (atMs) => ({ atMs, ...by(bot), kind: "text", text: fill(random.pick(chat.bot), atMs) }));
  add(events.paid, (atMs) => ({ atMs, ...anyone(), kind: "paid", ...money(), text: random.pick(chat.paid) }));
  add(events.sticker, (atMs) => ({ atMs, ...anyone(), kind: "sticker", ...money(), text: "" }));
  add(events.membership, (atMs) => ({ atMs, ...anyone(), kind: "membership", text: random.pick(chat.member) }));
  add(events.gift, (atMs) => ({ atMs, ...anyone(), kind: "gift", text: fill(random.pick(chat.gift), atMs) }));
  add(events.system, (atMs) => {
    const author = platform === "youtube" ? { author: { name: "" }, roles: [] } : by(bot);
    return { atMs, ...author, kind: "system", text: fill(random.pick(chat.system), atMs) };
  });
  return made;
}
