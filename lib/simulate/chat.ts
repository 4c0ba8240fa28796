import type { Random } from "#lib/effects/index.ts";
import { drawPoisson } from "./draws.ts";
import { fillTemplate } from "./fillTemplate.ts";
import type { PlannedSegment, Spoken } from "./speech.ts";
import type { StreamSpec } from "./streamSpec.ts";
import type { Texts } from "./texts.ts";
import { pickViewer, type Viewer } from "./viewers.ts";

/** A line of chat before it is a message; `fact` is the utterance whose fact it gives away. */
export interface Typed {
  atMs: number;
  viewer: Viewer;
  text: string;
  emotes?: string[];
  fact?: Spoken;
}

/** From a line of chat until the streamer reads it out. */
const readAloudMs = [5000, 12_000] as const;
/** At most so much of the chat answers facts within seconds; the rest comes at any time. */
const burstShare = 0.4;

interface Lines {
  /** A reaction to the topic of a segment. */
  reaction(segment: number): Pick<Typed, "text" | "emotes">;
  /** What a viewer writes at any time. */
  any(segment: number): Pick<Typed, "text" | "emotes">;
  ended(text: string): string;
}

/** All that viewers write as text in a stream, in no order; every fact in `leaked` is given away. */
export function chatOf(
  spec: StreamSpec,
  texts: Texts,
  plan: readonly PlannedSegment[],
  spoken: readonly Spoken[],
  leaked: ReadonlySet<Spoken>,
  viewers: readonly Viewer[],
  random: Random,
): Typed[] {
  const { chat } = texts;
  const reactions = plan.map(({ topic }, segment) => {
    const read = new Set(spoken.map((utterance) => (utterance.segment === segment ? utterance.read?.line : undefined)));
    return random.shuffle(topic.reactions.filter((line) => !read.has(line)));
  });
  const lines = linesOf(spec, texts, reactions, viewers, random);
  const lengthMs = spec.segmentSeconds * 1000;
  const lastMs = plan.length * lengthMs - 1;
  const expected = (spec.chatPerMinute * spec.segmentSeconds) / 60;
  const typed: Typed[][] = plan.map(() => []);
  const add = (segment: number, line: Omit<Typed, "viewer">, viewer = pickViewer(viewers, random)) =>
    typed[segment]!.push({ ...line, viewer, atMs: Math.min(lastMs, Math.max(0, Math.round(line.atMs))) });
  const afterLag = (saidMs: number) =>
    saidMs + Math.max(0, spec.lagSeconds + spec.lagJitterSeconds * random.normal()) * 1000;

  for (const utterance of spoken) {
    const { segment, fact, saidMs, read } = utterance;
    if (read) {
      const beforeMs = readAloudMs[0] + random.next() * (readAloudMs[1] - readAloudMs[0]);
      add(segment, { atMs: utterance.startMs - beforeMs, text: read.line }, read.viewer);
    }
    if (!fact || saidMs === undefined) continue;
    if (leaked.has(utterance)) {
      add(segment, { atMs: afterLag(saidMs), text: lines.ended(fact.echo), fact: utterance });
      if (random.next() < Math.min(0.5, spec.chatPerMinute / 30)) {
        const text = fillTemplate(random.pick(chat.keyword), { key: fact.key }, random);
        add(segment, { atMs: afterLag(saidMs), text, fact: utterance });
      }
    }
    for (let left = drawPoisson((burstShare * expected) / spec.factsPerSegment, random); left > 0; left--)
      add(segment, { atMs: afterLag(saidMs), ...lines.reaction(segment) });
  }
  for (const [segment, so] of typed.entries())
    for (let left = drawPoisson(expected, random) - so.length; left > 0; left--) {
      const atMs = (segment + random.next()) * lengthMs;
      const come = atMs < lengthMs / 3 && random.next() < 0.4;
      const go = atMs > lastMs - lengthMs / 12 && random.next() < 0.7;
      const set = come ? chat.greeting : go ? chat.farewell : undefined;
      add(segment, { atMs, ...(set ? { text: random.pick(set) } : lines.any(segment)) });
    }
  return typed.flat();
}

/** The lines that viewers draw from; what is long and particular is said once, what is short again and again. */
function linesOf(
  spec: StreamSpec,
  { chat }: Texts,
  reactions: readonly string[][],
  viewers: readonly Viewer[],
  random: Random,
): Lines {
  const chatter = random.shuffle(chat.chatter);
  const questions = random.shuffle(chat.question);
  const ended = (text: string) => (/[\p{L}\p{N}]$/u.test(text) ? text + random.pick(chat.ending) : text);
  const short = (): Pick<Typed, "text" | "emotes"> => {
    const which = random.next();
    if (which < 0.3) return { text: fillTemplate(random.pick(chat.laugh), {}, random) };
    if (which < 0.55) return { text: fillTemplate(random.pick(chat.cheer), {}, random) };
    if (which < 0.75) {
      const mention = random.next() < 0.1 ? `@${pickViewer(viewers, random).name} ` : "";
      return { text: mention + random.pick(chat.agree) };
    }
    return emoteLine(spec, chat.emotes, random);
  };
  const reaction = (segment: number) => {
    const line = reactions[segment]!.pop();
    return line === undefined ? short() : { text: ended(line) };
  };
  return {
    reaction: (segment) => (random.next() < 0.55 ? reaction(segment) : short()),
    any: (segment) => {
      const which = random.next();
      if (which < 0.3 && chatter.length > 0) return { text: ended(chatter.pop()!) };
      if (which < 0.35 && questions.length > 0) return { text: questions.pop()! };
      if (which < 0.45) return reaction(segment);
      return short();
    },
    ended,
  };
}

function emoteLine(spec: StreamSpec, emotes: Texts["chat"]["emotes"], random: Random): Pick<Typed, "text" | "emotes"> {
  const { platform } = spec;
  const own = platform === "youtube" || platform === "twitch" ? emotes[platform] : undefined;
  const times = 1 + random.below(3);
  if (!own || random.next() < 0.25) return { text: random.pick(emotes.unicode).repeat(times) };
  const emote = random.pick(own);
  return {
    text: Array(times)
      .fill(emote)
      .join(platform === "twitch" ? " " : ""),
    emotes: [emote],
  };
}
