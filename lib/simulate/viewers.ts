import type { Random } from "#lib/effects/index.ts";
import type { StreamSpec } from "./streamSpec.ts";
import type { Texts } from "./texts.ts";

/** A viewer as a platform names one; the ids are longer than those that platforms give out. */
export interface Viewer {
  id: string;
  name: string;
  roles: string[];
}

const base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The audience of a stream: names made of two invented parts, a few moderators, a fifth of members or subscribers. */
export function makeViewers(spec: StreamSpec, texts: Texts, random: Random): Viewer[] {
  const { first, second } = texts.handles;
  const names = first.flatMap((a) => second.map((b) => (spec.platform === "twitch" ? a[1] + b[1] : a[0] + b[0])));
  const shuffled = random.shuffle(names);
  return Array.from({ length: spec.viewers }, (_, at) => {
    const round = Math.floor(at / shuffled.length);
    const name = `${shuffled[at % shuffled.length]!}${round === 0 ? "" : round + 1}`;
    return { id: idOf(spec, at, random), name, roles: rolesOf(spec, at, random) };
  });
}

/** The bot that speaks in a chat. */
export function makeBot(spec: StreamSpec, random: Random): Viewer {
  const roles = spec.platform === "twitch" ? ["moderator", "bot"] : spec.platform === "youtube" ? ["moderator"] : [];
  return { id: idOf(spec, spec.viewers, random), name: "chat_helper_bot", roles };
}

/** A few write most: the density of a viewer falls with its place. */
export function pickViewer(viewers: readonly Viewer[], random: Random): Viewer {
  return viewers[Math.floor(viewers.length * random.next() ** 2)]!;
}

function idOf(spec: StreamSpec, at: number, random: Random): string {
  if (spec.platform !== "youtube")
    return `99${spec.id.replace(/\D/g, "").slice(-5).padStart(5, "0")}${String(at).padStart(6, "0")}`;
  return `UCsim-${Array.from({ length: 18 }, () => base64url[random.below(64)]).join("")}`;
}

function rolesOf(spec: StreamSpec, at: number, random: Random): string[] {
  const loyal = random.next() < 0.2;
  const roles = at > 0 && at <= Math.ceil(spec.viewers / 100) ? ["moderator"] : [];
  if (loyal && spec.platform === "youtube") roles.push("member");
  if (loyal && spec.platform === "twitch") roles.push("subscriber");
  return spec.platform === "youtube" || spec.platform === "twitch" ? roles : [];
}
