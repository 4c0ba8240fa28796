import type { QuestionKind } from "#lib/records/index.ts";
import type { Language } from "#lib/text/index.ts";

const stems: Record<Language, { topic: string; detail: string; join: string }> = {
  en: {
    topic: "Which of these four is a topic that came up in this part of the stream?",
    detail: "What was said about “{topic}” in this part of the stream?",
    join: ", ",
  },
  ja: {
    topic: "次の四つのうち、配信のこの部分で話題になったものはどれですか。",
    detail: "配信のこの部分で、「{topic}」についてどのような内容が話されましたか。",
    join: "、",
  },
  ko: {
    topic: "다음 네 가지 중 방송의 이 부분에서 화제가 된 것은 무엇입니까?",
    detail: "방송의 이 부분에서 “{topic}”에 대해 어떤 내용이 오갔습니까?",
    join: ", ",
  },
};

/** The fixed sentence of a topic question, or the fixed template of a detail question with its topic filled in. */
export function stemOf(kind: QuestionKind, language: Language, topic: string): string {
  return stems[language][kind].replace("{topic}", () => topic);
}

/** The terms of a summary as one choice. */
export function joinTerms(terms: readonly string[], language: Language): string {
  return terms.join(stems[language].join);
}

/** What stands in the slot of a detail question's fixed sentence; null where the sentence is another one. */
export function topicIn(stem: string, language: Language): string | null {
  const [before = "", after = ""] = stems[language].detail.split("{topic}");
  if (!stem.startsWith(before) || !stem.endsWith(after) || stem.length < before.length + after.length) return null;
  return stem.slice(before.length, stem.length - after.length);
}

/** The template of a detail question, with its slot. */
export function stemTemplate(kind: QuestionKind, language: Language): string {
  return stems[language][kind];
}
