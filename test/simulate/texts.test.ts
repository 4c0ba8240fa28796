import { describe, expect, it } from "vitest";
import { readTexts } from "#lib/simulate/index.ts";
import { guessLanguage } from "#lib/text/index.ts";

describe.each(["ja", "ko", "en"] as const)("the texts in %s", (language) => {
  const texts = readTexts(language);
  const topics = texts.themes.flatMap((theme) => theme.topics.map((topic) => ({ theme, topic })));
  const said = topics.flatMap(({ topic }) => [...topic.facts.map((fact) => fact.say), ...topic.talk]);

  it("have at least 24 topics, each with 10 facts, 6 lines of talk and 6 reactions", () => {
    expect(texts.language).toBe(language);
    expect(topics.length).toBeGreaterThanOrEqual(24);
    for (const { topic } of topics)
      expect([topic.id, topic.facts.length, topic.talk.length >= 6, topic.reactions.length >= 6]).toEqual([
        ...[topic.id, 10, true, true],
      ]);
    expect(texts.speech.filler.length).toBeGreaterThan(90);
  });

  it("are in their language", () => {
    for (const { topic } of topics) expect(guessLanguage(topic.facts.map((fact) => fact.say).join(" "))).toBe(language);
    for (const lines of [texts.speech.filler, texts.chat.chatter])
      expect(guessLanguage(lines.join(" "))).toBe(language);
  });

  it("never say the same thing twice", () => {
    const lines = [
      ...said,
      ...topics.flatMap(({ topic }) => [...topic.reactions, ...topic.facts.map((fact) => fact.echo)]),
      ...texts.themes.flatMap((theme) => theme.talk),
      ...texts.speech.filler,
    ];
    expect(lines.filter((line, at) => lines.indexOf(line) !== at)).toEqual([]);
    expect(new Set(topics.map(({ topic }) => topic.id)).size).toBe(topics.length);
  });

  it("give a fact away in its own echo and nowhere else", () => {
    const { chat, speech } = texts;
    const common = [chat.greeting, chat.farewell, chat.laugh, chat.cheer, chat.agree, chat.question, chat.chatter];
    const others = [...common, chat.bot, chat.paid, chat.member, chat.system, speech.filler, speech.welcome].flat();
    for (const { theme, topic } of topics)
      for (const fact of topic.facts) {
        const key = fact.key.toLowerCase();
        const elsewhere = [...others, ...theme.talk, ...topic.talk, ...topic.reactions, topic.name].concat(
          topic.facts.flatMap((other) => (other === fact ? [] : [other.say, other.echo])),
        );
        expect([fact.key, fact.echo.toLowerCase().includes(key)]).toEqual([fact.key, true]);
        expect([fact.key, elsewhere.filter((line) => line.toLowerCase().includes(key))]).toEqual([fact.key, []]);
      }
  });

  it("hold no address, no mention and no number of a person", () => {
    const all = JSON.stringify(texts);
    expect(all).not.toMatch(/https?:|www\.|[\w.]+@[\w.]+|@\w|\d{3,}-\d{3,}/);
  });
});
