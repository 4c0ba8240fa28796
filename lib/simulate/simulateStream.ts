import { type Random, seededRandom } from "#lib/effects/index.ts";
import type { RawMessage } from "#lib/formats/index.ts";
import type { Utterance, Video } from "#lib/records/index.ts";
import { chatOf } from "./chat.ts";
import { degradeTranscript } from "./degradeTranscript.ts";
import { type Event, eventsOf } from "./events.ts";
import { planSegments, type Spoken, speak } from "./speech.ts";
import { StreamSpec, type StreamSpecInput } from "./streamSpec.ts";
import { readTexts, type Texts } from "./texts.ts";
import { makeViewers } from "./viewers.ts";

/** One spoken fact: `key` are the words that carry it, said at `saidMs`; it is leaked when the chat repeats them. */
export interface FactTruth {
  utterance: string;
  key: string;
  saidMs: number;
  leaked: boolean;
  /** The messages that give it away; `lagMs` is from `saidMs` to the message. */
  replies: { message: string; atMs: number; lagMs: number }[];
}

/** What was planted in a segment: its topic and every fact that was said. */
export interface SegmentTruth {
  index: number;
  startMs: number;
  endMs: number;
  topic: { id: string; name: string };
  facts: FactTruth[];
}

/**
 * A stream whose truth is known. `messages` are as a chat file has them, before pseudonyms, in order of time; `spoken` is
 * what was really said, `utterances` what the recogniser made of it, under the same ids.
 */
export interface SimulatedStream {
  video: Video;
  messages: (RawMessage & { id: string; atMs: number })[];
  utterances: Utterance[];
  spoken: Utterance[];
  truth: { spec: StreamSpec; segments: SegmentTruth[] };
}

/**
 * Simulates one stream: a streamer who says facts about one topic after another, with talk between them, and viewers who
 * greet, laugh, react to every fact after the lag, and give a leaked one away by its key words. The same spec, seed and
 * texts give the same bytes. Speech, leaks, chat and noise are drawn apart, so that a change of one leaves the others.
 *
 * @param options.texts what is said, by default the project's own texts in the spec's language
 * @throws z.ZodError when the spec is none, RangeError when the texts have no such theme
 *
 * @example
 * const spec = { platform: "twitch", id: "1", language: "en", leak: 0.3, lagSeconds: 6, chatPerMinute: 8 } as const;
 * const { truth } = simulateStream({ spec, seed: "a" });
 * truth.segments[0]?.facts.filter((fact) => fact.leaked).length;
 */
export function simulateStream(options: { spec: StreamSpecInput; seed: string; texts?: Texts }): SimulatedStream {
  const spec = StreamSpec.parse(options.spec);
  const texts = options.texts ?? readTexts(spec.language);
  const part = (name: string): Random => seededRandom(`${options.seed}|${spec.platform}/${spec.id}|${name}`);
  const viewers = makeViewers(spec, texts, part("viewers"));
  const plan = planSegments(spec, texts, part("topics"));
  const said = speak(spec, texts, plan, viewers, part("speech"));
  const leaks = part("leaks");
  const leaked = new Set(said.filter(({ fact }) => fact !== undefined && leaks.next() < spec.leak));

  const typed = chatOf(spec, texts, plan, said, leaked, viewers, part("chat"));
  const facts = new Map<Event, Spoken>();
  const events = eventsOf(spec, texts, viewers, part("events"));
  for (const { atMs, viewer, text, emotes, fact } of typed) {
    const author = { id: viewer.id, name: viewer.name };
    const event: Event = { atMs, author, roles: viewer.roles.slice(), kind: "text", text, ...(emotes && { emotes }) };
    if (fact) facts.set(event, fact);
    events.push(event);
  }
  // Ids come after sorting, so that equal times stay in the order they were made in.
  events.sort((a, b) => a.atMs - b.atMs);
  const replies = new Map<Spoken, FactTruth["replies"]>();
  const messages = events.map((event, index) => {
    const message = { index, id: `sim-${spec.id}-${String(index).padStart(5, "0")}`, ...event };
    const fact = facts.get(event);
    if (fact) {
      const known = replies.get(fact) ?? [];
      replies.set(fact, known);
      known.push({ message: message.id, atMs: event.atMs, lagMs: event.atMs - fact.saidMs! });
    }
    return message;
  });

  const spoken = said.map(({ startMs, endMs, text }, at) => ({ id: `u${at + 1}`, startMs, endMs, text }));
  const { wordErrorRate, language } = spec;
  const utterances = degradeTranscript(spoken, { wordErrorRate, language, random: part("noise") });
  const segmentMs = spec.segmentSeconds * 1000;
  const segments = plan.map(({ topic }, index) => ({
    index: index + 1,
    startMs: index * segmentMs,
    endMs: (index + 1) * segmentMs,
    topic: { id: topic.id, name: topic.name },
    facts: said.flatMap((utterance, at) => {
      const { segment, fact, saidMs } = utterance;
      if (segment !== index || !fact || saidMs === undefined) return [];
      const given = replies.get(utterance) ?? [];
      return [{ utterance: spoken[at]!.id, key: fact.key, saidMs, leaked: leaked.has(utterance), replies: given }];
    }),
  }));
  return { video: videoOf(spec), messages, utterances, spoken, truth: { spec, segments } };
}

function videoOf(spec: StreamSpec): Video {
  return {
    platform: spec.platform,
    id: spec.id,
    channelId: spec.channelId,
    title: spec.title,
    startedAt: spec.startedAt,
    durationMs: Math.round(spec.segments * spec.segmentSeconds * 1000),
    language: spec.language,
    source: { tool: "livecorpus simulate", basis: "synthetic" },
  };
}
