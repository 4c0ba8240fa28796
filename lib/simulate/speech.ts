import type { Random } from "#lib/effects/index.ts";
import { codePointLength, type Language } from "#lib/text/index.ts";
import { bag, drawExponential } from "./draws.ts";
import { fillTemplate } from "./fillTemplate.ts";
import type { StreamSpec } from "./streamSpec.ts";
import type { Fact, Texts, Theme, Topic } from "./texts.ts";
import { pickViewer, type Viewer } from "./viewers.ts";

/** A topic with the theme it belongs to, for as long as a segment lasts. */
export interface PlannedSegment {
  theme: Theme;
  topic: Topic;
}

/** One utterance as it was said; `read` is the chat line that it reads out. */
export interface Spoken {
  segment: number;
  startMs: number;
  endMs: number;
  text: string;
  fact?: Fact;
  /** When the words that carry the fact are said. */
  saidMs?: number;
  read?: { viewer: Viewer; line: string };
}

type Said = Pick<Spoken, "text" | "fact" | "read">;

/** So many of its facts a streamer comes back to later in the segment. */
const againShare = 0.7;
/** How fast people talk, in code points a second, with pauses inside a sentence. */
const codePointsPerSecond: Record<Language, number> = { ja: 7, ko: 6.5, en: 14 };

/** The topics of a stream: those of its theme in order, else drawn from all themes, each once before any comes again. */
export function planSegments(spec: StreamSpec, texts: Texts, random: Random): PlannedSegment[] {
  const all = texts.themes.flatMap((theme) => theme.topics.map((topic) => ({ theme, topic })));
  if (spec.theme !== undefined) {
    const own = all.filter(({ theme }) => theme.id === spec.theme);
    if (own.length === 0)
      throw new RangeError(
        `theme ${spec.theme}: the texts in ${spec.language} have ${texts.themes.map((theme) => theme.id).join(", ")}`,
      );
    return Array.from({ length: spec.segments }, (_, at) => own[at % own.length]!);
  }
  const next = bag(all, random);
  return Array.from({ length: spec.segments }, next);
}

/** All that is said in a stream, in order of time, with silence between utterances. */
export function speak(
  spec: StreamSpec,
  texts: Texts,
  plan: readonly PlannedSegment[],
  viewers: readonly Viewer[],
  random: Random,
): Spoken[] {
  const say = sayer(spec, texts, plan, viewers, random);
  return plan.flatMap((_, segment) => layOut(say(segment), segment, spec, random));
}

/** Makes the function that gives the lines of a segment in order; what was said in one segment is not soon said again. */
function sayer(
  spec: StreamSpec,
  texts: Texts,
  plan: readonly PlannedSegment[],
  viewers: readonly Viewer[],
  random: Random,
): (segment: number) => Said[] {
  const { speech } = texts;
  const filler = bag(speech.filler, random);
  const opening = bag(speech.opening, random);
  const resume = bag(speech.resume, random);
  const again = bag(speech.again, random);
  const read = bag(speech.read, random);
  const welcome = bag(speech.welcome, random);
  const themeTalk = new Map(plan.map(({ theme }) => [theme, bag(theme.talk, random)]));
  const opened = (text: string, share: number) => {
    if (random.next() >= share) return text;
    const opener = random.pick(speech.opener);
    return spec.language === "ja" ? opener + text : `${opener} ${text}`;
  };
  return (segment) => {
    const { theme, topic } = plan[segment]!;
    const fill = (line: string, values: Record<string, string> = {}) =>
      fillTemplate(line, { topic: topic.name, ...values }, random);
    const reaction = bag(topic.reactions, random);
    const facts = random.shuffle(topic.facts).slice(0, spec.factsPerSegment);
    const expected = (spec.utterancesPerMinute * spec.segmentSeconds) / 60;
    const total = Math.round(expected * (0.92 + 0.16 * random.next()));
    const first = segment === 0 ? speech.hello : [];
    const last = segment === plan.length - 1 ? speech.bye : [];
    const free = Math.max(0, total - facts.length - 1 - first.length - last.length);
    const middle: Said[] = facts.map((fact) => ({ text: opened(fact.say, 0.2), fact }));
    const add = (count: number, make: () => Said) => {
      for (let i = 0; i < Math.round(count); i++) middle.push(make());
    };
    const talk = random.shuffle(topic.talk).slice(0, Math.round(free / 4));
    middle.push(...talk.map((text) => ({ text })));
    const repeated = facts.slice(0, Math.round(Math.min(facts.length * againShare, free / 4)));
    add(free * 0.05, () => ({ text: fill(resume()) }));
    add(free * 0.15, () => ({ text: themeTalk.get(theme)!() }));
    add(free * spec.readAloud, () => {
      const viewer = pickViewer(viewers, random);
      const line = reaction();
      return { text: fill(read(), { viewer: viewer.name, line }), read: { viewer, line } };
    });
    add(free * 0.05, () => ({ text: fill(welcome(), { viewer: pickViewer(viewers, random).name }) }));
    const missing = facts.length + free - repeated.length - middle.length;
    add(missing, () => ({ text: opened(fill(filler()), 0.35) }));
    const order = random.shuffle(middle);
    for (const fact of repeated) {
      const after = order.findIndex((said) => said.fact === fact) + 1;
      const place = after + random.below(order.length - after + 1);
      order.splice(place, 0, { text: fill(again(), { key: fact.key }) });
    }
    const plain = (lines: readonly string[]) => lines.map((text) => ({ text: fill(text) }));
    return [...plain(first), { text: fill(opening()) }, ...order, ...plain(last)];
  };
}

/** Gives the lines of a segment their times: as long as they take to say, with exponential silences between. */
function layOut(lines: readonly Said[], segment: number, spec: StreamSpec, random: Random): Spoken[] {
  const lengthMs = spec.segmentSeconds * 1000;
  const pace = 1000 / codePointsPerSecond[spec.language];
  const needed = lines.map(({ text }) => (400 + codePointLength(text) * pace) * (0.85 + 0.3 * random.next()));
  const speechMs = needed.reduce((sum, ms) => sum + ms, 0);
  // A crowded segment is spoken faster, so that a tenth of it stays silent.
  const scale = Math.min(1, (0.9 * lengthMs) / speechMs);
  const silences = Array.from({ length: lines.length + 1 }, () => drawExponential(random));
  const silence = (lengthMs - scale * speechMs) / silences.reduce((sum, each) => sum + each, 0);
  let atMs = segment * lengthMs;
  return lines.map((line, at) => {
    atMs += silences[at]! * silence;
    const startMs = Math.round(atMs);
    atMs += needed[at]! * scale;
    const minutes = String(Math.max(1, Math.round(startMs / 60_000)));
    const text = fillTemplate(line.text, { minutes }, random);
    const spoken: Spoken = { ...line, segment, startMs, endMs: Math.round(atMs), text };
    if (line.fact) spoken.saidMs = momentOf(line.fact.key, spoken);
    return spoken;
  });
}

/** When the middle of some words of an utterance is said, at an even pace. */
function momentOf(words: string, { text, startMs, endMs }: Pick<Spoken, "text" | "startMs" | "endMs">): number {
  const middle = text.indexOf(words) + words.length / 2;
  return Math.round(startMs + ((endMs - startMs) * middle) / text.length);
}
