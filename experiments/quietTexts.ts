import { readTexts, type Texts } from "#lib/simulate/index.ts";
import type { Language } from "#lib/text/index.ts";

/** How a viewer gives a fact away: by its key words and no others, so that chat does not choose what is asked. */
const echoes: Readonly<Record<Language, string>> = { ja: "え、{key}", ko: "오 {key}", en: "wait {key}?" };

/**
 * The project's texts of a language with each fact as a topic of its own and all other talk taken out: the streamer says the
 * fact, comes back to its key words a few times, and hums; the chat sends emoji. So a question can only be about the fact, it
 * is asked whether or not chat repeats it, and chat can only answer it by giving the fact away.
 */
export function quietTexts(language: Language): Texts {
  const texts = readTexts(language);
  const { speech, chat } = texts;
  const hum = ["♪"];
  const emoji = chat.emotes.unicode;
  return {
    ...texts,
    themes: texts.themes.map((theme) => ({
      ...theme,
      talk: hum,
      topics: theme.topics.flatMap((topic) =>
        topic.facts.map((fact, i) => ({
          ...topic,
          id: `${topic.id}-${i + 1}`,
          facts: [{ ...fact, echo: echoes[language].replaceAll("{key}", fact.key) }],
          talk: speech.again.map((line) => line.replaceAll("{key}", fact.key)),
          reactions: emoji,
        })),
      ),
    })),
    speech: {
      ...{ opening: hum, resume: hum, read: hum, welcome: hum, hello: hum, bye: hum, opener: hum, filler: hum },
      again: speech.again,
    },
    chat: {
      ...chat,
      ...{
        greeting: emoji,
        farewell: emoji,
        laugh: emoji,
        cheer: emoji,
        agree: emoji,
        question: emoji,
        chatter: emoji,
      },
    },
  };
}
