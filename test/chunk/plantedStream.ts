import { seededRandom } from "#lib/effects/index.ts";
import type { ChatMessage, Utterance } from "#lib/records/index.ts";
import type { Language } from "#lib/text/index.ts";

/** How a planted stream is made; `relation` says what ties chat to speech. */
export interface PlantedStream {
  seed: string;
  language: Language;
  lagMs: number;
  minutes: number;
  messagesPerMinute: number;
  /** Share of messages that answer an utterance with one of its words. */
  replyShare: number;
  jitterMs: number;
  /** replies: after lag and jitter; topic: the same words within the same minutes; none: chat of another stream. */
  relation: "replies" | "topic" | "none";
}

const syllables: Record<Language, string[]> = {
  en: "ba de fi go lu ma ne pi ro su ta ve wi zo kra ple stu gri nor tel".split(" "),
  ja: [..."アイウエカキクケコサシスセタチツテトナニネノハヒフヘマミムメモヤユヨラリルレロワ"],
  ko: [..."가나다라마바사아자차카타파하고노도로모보소오조초구누두루무부수우주추기니디리미비시"],
};
const laughs: Record<Language, string[]> = {
  en: ["lol", "haha nice", "gg", "hello everyone"],
  ja: ["草", "www", "こんばんは", "かわいい"],
  ko: ["ㅋㅋㅋㅋ", "안녕하세요", "와", "대박"],
};
const endings = ["", "은", "는", "을", "에서", "도"];

/** A stream of invented words: topics of some minutes, speech from them, chat of laughs, topic talk and planted replies. */
export function plantedStream(plan: PlantedStream): { messages: ChatMessage[]; utterances: Utterance[] } {
  const random = seededRandom(`${plan.seed}|speech`);
  const word = () => {
    const n =
      plan.language === "en" ? 2 + random.below(2) : plan.language === "ja" ? 3 + random.below(2) : 2 + random.below(2);
    return Array.from({ length: n }, () => random.pick(syllables[plan.language])).join("");
  };
  const common = Array.from({ length: 150 }, word);
  const rare = Array.from({ length: 2500 }, word);
  const zipf = (words: string[]) => words[Math.floor(words.length ** random.next()) - 1] ?? words[0]!;
  const lengthMs = plan.minutes * 60_000;
  const topics: { startMs: number; words: string[] }[] = [];
  for (let ms = 0; ms < lengthMs; ms += 180_000 + random.below(300_000))
    topics.push({ startMs: ms, words: Array.from({ length: 60 }, () => random.pick(rare)) });
  const topicAt = (ms: number) => topics.filter((each) => each.startMs <= ms).at(-1)!.words;
  const inflect = (text: string) => (plan.language === "ko" ? text + random.pick(endings) : text);
  const glue = plan.language === "ja" ? "、" : " ";

  const utterances: Utterance[] = [];
  const spoken: { startMs: number; endMs: number; words: string[] }[] = [];
  for (let ms = 3000; ms < lengthMs; ) {
    const words = Array.from({ length: 4 + random.below(9) }, () =>
      random.next() < 0.6 ? zipf(common) : random.pick(topicAt(ms)),
    );
    const endMs = ms + words.length * 380;
    spoken.push({ startMs: ms, endMs, words });
    utterances.push({ id: `u${utterances.length}`, startMs: ms, endMs, text: words.map(inflect).join(glue) });
    ms = endMs + 200 + Math.round(-Math.log(1 - random.next()) * 1500);
  }

  const chat: { atMs: number; text: string }[] = [];
  const n = Math.round(plan.messagesPerMinute * plan.minutes);
  for (let i = 0; i < n; i++) {
    const atMs = Math.floor(random.next() * lengthMs);
    const kind = random.next();
    if (plan.relation === "replies" && kind < plan.replyShare) {
      const { startMs, endMs, words } = random.pick(spoken);
      const at = random.below(words.length);
      const saidMs = startMs + ((endMs - startMs) * (at + 0.5)) / words.length;
      const replyMs = Math.round(saidMs + plan.lagMs + random.normal() * plan.jitterMs);
      chat.push({ atMs: replyMs, text: [inflect(words[at]!), random.pick(laughs[plan.language])].join(" ") });
    } else if (kind < 0.55) chat.push({ atMs, text: random.pick(laughs[plan.language]) });
    else {
      const words = plan.relation === "none" ? rare : topicAt(atMs);
      const text = [random.pick(words), zipf(common)].map(inflect).join(" ");
      chat.push({ atMs, text });
    }
  }
  const messages = chat
    .filter((each) => each.atMs >= 0 && each.atMs < lengthMs)
    .sort((a, b) => a.atMs - b.atMs)
    .map(
      ({ atMs, text }, index): ChatMessage => ({
        id: `m${index}`,
        atMs,
        author: `viewer_${random.below(200)}`,
        roles: [],
        kind: "text",
        text,
        origin: { file: "planted.json", index },
      }),
    );
  return { messages, utterances };
}
