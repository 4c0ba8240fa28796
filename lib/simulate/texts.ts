import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Language } from "#lib/text/index.ts";

const lines = z.array(z.string().min(1)).min(1);

/** What a streamer says once, the words in it that carry it, and the chat line that gives them away. */
const Fact = z
  .object({ say: z.string().min(1), key: z.string().min(2), echo: z.string().min(1) })
  .refine((fact) => fact.say.includes(fact.key), { message: "say must contain key" });
export type Fact = z.infer<typeof Fact>;

const Topic = z.object({
  id: z.string(),
  name: z.string().min(1),
  facts: z.array(Fact).min(1),
  talk: lines,
  reactions: lines,
});
export type Topic = z.infer<typeof Topic>;

const Theme = z.object({ id: z.string(), name: z.string(), talk: lines, topics: z.array(Topic).min(1) });
export type Theme = z.infer<typeof Theme>;

const part = z.array(z.tuple([z.string(), z.string()])).min(1);

/**
 * The texts of one language that streams are made of. Lines may hold `{topic}`, `{line}`, `{viewer}`, `{minutes}`, `{key}`,
 * `{count}` and `{x*2-5}`, which is the character x two to five times. Parts of handles are pairs: as written, in ASCII.
 */
export const Texts = z.object({
  language: z.enum(["ja", "ko", "en"]),
  themes: z.array(Theme).min(1),
  speech: z.object({
    opening: lines,
    resume: lines,
    again: lines,
    read: lines,
    welcome: lines,
    hello: lines,
    bye: lines,
    opener: lines,
    filler: lines,
  }),
  chat: z.object({
    greeting: lines,
    farewell: lines,
    laugh: lines,
    cheer: lines,
    agree: lines,
    question: lines,
    chatter: lines,
    keyword: lines,
    ending: z.array(z.string()),
    emotes: z.object({ youtube: lines, twitch: lines, unicode: lines }),
    command: lines,
    bot: lines,
    paid: lines,
    member: lines,
    gift: lines,
    system: lines,
  }),
  handles: z.object({ first: part, second: part }),
});
export type Texts = z.infer<typeof Texts>;

/**
 * The texts of a language that come with the project. Read them once and hand them in where many streams are simulated.
 *
 * @example
 * readTexts("ko").themes.map((theme) => theme.name); // => ["요리", "게임 방송", "취미와 일상", "여행과 운동"]
 */
export function readTexts(language: Language): Texts {
  return Texts.parse(JSON.parse(readFileSync(new URL(`./texts/${language}.json`, import.meta.url), "utf8")));
}
