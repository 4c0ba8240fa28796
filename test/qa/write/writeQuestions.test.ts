import { describe, expect, it } from "vitest";
import { seededRandom } from "#lib/effects/index.ts";
import { choicesOnly, shownQuestion, writeQuestions } from "#lib/qa/index.ts";
import type { Chunk, Question } from "#lib/records/index.ts";
import { type Language, normalise } from "#lib/text/index.ts";
import { chunkOf, talk } from "../talk.ts";

const languages: Language[] = ["en", "ja", "ko"];
const languageOf = ({ id }: { id: string }) => id.slice(0, 2) as Language;
const all = languages.flatMap((language) => talk(language));
const { questions, skipped } = writeQuestions({ chunks: all, languageOf, seed: "1" });
const textOf = (chunk: Chunk) => normalise(chunk.lines.map((line) => line.text).join("\n"));
const chunkOfQuestion = ({ chunk }: Question) =>
  all.find((one) => one.video.id === chunk.video.id && one.index === chunk.index)!;
const right = (question: Question) => question.choices[question.answer]!;
const termsOf = (choice: string) => choice.split(/, |、/);

describe("the cloze writer", () => {
  it("asks a topic and a detail of every part in each language, in order, or counts why not", () => {
    const names = all.map(({ video, index }) => `other/${video.id}/${index}`).sort((a, b) => (a < b ? -1 : 1));
    const due = names.flatMap((name) => [`${name}/topic`, `${name}/detail`]);
    const ids = questions.map(({ id }) => id);
    expect(ids).toEqual(due.filter((id) => ids.includes(id)));
    expect(ids.length).toBeGreaterThan(0.95 * due.length);
    expect(Object.values(skipped).reduce((a, b) => a + b, 0)).toBe(due.length - ids.length);
  });

  it("asks in the language of the stream", () => {
    const stems = languages.map(
      (language) => questions.find((q) => q.language === language && q.kind === "topic")!.stem,
    );
    expect(stems).toEqual([
      "Which of these four is a topic that came up in this part of the stream?",
      "次の四つのうち、配信のこの部分で話題になったものはどれですか。",
      "다음 네 가지 중 방송의 이 부분에서 화제가 된 것은 무엇입니까?",
    ]);
  });

  it("names each line that spells the topic as evidence, also where its letters run on into another word", () => {
    const japanese = talk("ja");
    const topics = questions.filter((q) => q.kind === "topic" && q.language === "ja");
    const typed = japanese.map((chunk) => {
      const own = topics.find((q) => chunkOfQuestion(q) === all.find((c) => c.lines[0]!.ref === chunk.lines[0]!.ref));
      return own
        ? chunkOf(chunk.video.id, chunk.index, [
            ...chunk.lines.map((l) => [l.source, l.text] as const),
            ["CHAT", `${right(own)}いいよね`],
          ])
        : chunk;
    });
    const again = writeQuestions({ chunks: typed, languageOf, seed: "1" }).questions.filter((q) => q.kind === "topic");
    expect(again.length).toBeGreaterThan(12);
    for (const question of again) {
      const { lines } = typed.find((c) => c.video.id === question.chunk.video.id && c.index === question.chunk.index)!;
      const spelt = lines.flatMap(({ text }, i) => (normalise(text).includes(normalise(right(question))) ? [i] : []));
      expect(question.evidence.map(({ line }) => line)).toEqual(expect.arrayContaining(spelt));
    }
  });

  it("gives the same questions whatever the order of the chunks, and others for another seed", () => {
    const shuffled = seededRandom("order").shuffle(all);
    expect(writeQuestions({ chunks: shuffled, languageOf, seed: "1" }).questions).toEqual(questions);
    expect(writeQuestions({ chunks: all, languageOf, seed: "2" }).questions).not.toEqual(questions);
  });

  it("asks for the detail of what the topic question has as its right choice", () => {
    for (const detail of questions.filter(({ kind }) => kind === "detail")) {
      const topic = questions.find(({ id }) => id === detail.id.replace("detail", "topic"))!;
      expect(detail.stem).toContain(right(topic));
    }
  });

  it("takes a topic that was said, and wrong ones of which no word was said in this part", () => {
    for (const question of questions.filter(({ kind }) => kind === "topic")) {
      const text = textOf(chunkOfQuestion(question));
      question.choices.forEach((choice, i) => {
        expect(text.includes(normalise(choice)), `${question.id}: ${choice}`).toBe(i === question.answer);
      });
    }
  });

  it("summarises by three terms that were said near the topic, and by none of the topic's own words", () => {
    for (const question of questions.filter(({ kind }) => kind === "detail")) {
      const terms = termsOf(right(question));
      expect(terms).toHaveLength(3);
      for (const term of terms) expect(textOf(chunkOfQuestion(question))).toContain(normalise(term));
      for (const term of question.choices.flatMap(termsOf)) expect(question.stem).not.toContain(term);
    }
  });

  it("gives four choices of which no two share a term", () => {
    for (const { choices } of questions) {
      const terms = choices.flatMap(termsOf).map(normalise);
      expect(choices).toHaveLength(4);
      expect(new Set(terms).size).toBe(terms.length);
    }
  });

  it("names the part that each wrong choice was taken from, and each is said there", () => {
    for (const question of questions)
      question.distractorsFrom.forEach((from, i) => {
        expect(from === null).toBe(i === question.answer);
        const donor = all.find((chunk) => chunk.video.id === from?.video.id && chunk.index === from.index);
        if (!donor) return;
        for (const term of termsOf(question.choices[i]!)) expect(textOf(donor)).toContain(normalise(term));
        const isNeighbour =
          donor.video.id === question.chunk.video.id && Math.abs(donor.index - question.chunk.index) < 2;
        expect(isNeighbour).toBe(false);
        expect(donor.video.id.slice(0, 2)).toBe(question.language);
      });
  });

  it("names evidence lines that hold the right choice, with their source", () => {
    for (const question of questions) {
      const { lines } = chunkOfQuestion(question);
      expect(question.evidence.length).toBeGreaterThan(0);
      for (const { line, source } of question.evidence) {
        expect(lines[line]!.source).toBe(source);
        const said = normalise(lines[line]!.text);
        expect(termsOf(right(question)).some((term) => said.includes(normalise(term)))).toBe(true);
      }
    }
  });

  it("labels every line that holds a topic as evidence, from chat and speech alike", () => {
    for (const question of questions.filter(({ kind }) => kind === "topic")) {
      const said = chunkOfQuestion(question).lines.flatMap(({ text }, line) =>
        normalise(text).includes(normalise(right(question))) ? [line] : [],
      );
      expect(question.evidence.map(({ line }) => line)).toEqual(said);
    }
  });
});

describe("what is never asked", () => {
  const junk = [
    "gm gm",
    "hello hello everyone",
    "KEKW",
    ":buffering:",
    "https://spam.example/lottery",
    "@a_gd5irrciozfeazxd thanks",
    "草",
    "ㅋㅋㅋㅋ",
    "こんばんは",
    "안녕하세요",
    "👍",
    "Thursday",
  ];
  const noisy = talk("en", { seed: "noisy" }).map((chunk) =>
    chunkOf(
      chunk.video.id,
      chunk.index,
      chunk.lines.flatMap(({ source, text }, i) => [
        [source, text] as const,
        ["CHAT", junk[(i + chunk.index) % junk.length]!] as const,
        ["CHAT", junk[i % junk.length]!] as const,
      ]),
    ),
  );

  it("addresses, mentions, pseudonyms, emotes, shortcodes, cries and greetings are no topics and no terms", () => {
    const written = writeQuestions({ chunks: noisy, languageOf, seed: "1" }).questions;
    expect(written.length).toBeGreaterThan(40);
    const asked = written.flatMap(({ choices }) => choices.flatMap(termsOf)).map(normalise);
    const bad = /^(gm|hello|everyone|kekw|buffering|spam|lottery|a_gd.*|thanks|thursday|example)$|[草ㅋ]/;
    expect(asked.filter((term) => bad.test(term))).toEqual([]);
  });

  it("a part in which nothing is salient, and the reason is counted", () => {
    const empty = chunkOf("en_9", 1, [
      ["CHAT", "hi"],
      ["SPEECH", "Okay, so, yeah, you know."],
    ]);
    const before = writeQuestions({ chunks: talk("en"), languageOf, seed: "1" }).skipped;
    const written = writeQuestions({ chunks: [...talk("en"), empty], languageOf, seed: "1" });
    expect(written.questions.some(({ chunk }) => chunk.video.id === "en_9")).toBe(false);
    expect(before).not.toHaveProperty("topic: nothing salient");
    expect(written.skipped).toMatchObject({ "topic: nothing salient": 1, "detail: no topic": 1 });
  });

  it("anything where there are no other parts to take wrong choices from", () => {
    const alone = talk("en").slice(0, 1);
    const written = writeQuestions({ chunks: alone, languageOf, seed: "1" });
    expect(written.questions).toEqual([]);
    expect(Object.values(written.skipped).reduce((a, b) => a + b, 0)).toBe(2);
  });
});

describe("without the stream the choices tell nothing", () => {
  const many = ["a", "b", "c", "d"].flatMap(
    (seed) =>
      writeQuestions({
        chunks: languages.flatMap((language) => talk(language, { videos: 8, parts: 6, seed })),
        languageOf,
        seed,
      }).questions,
  );
  // Four standard errors of a fair guess on so many questions.
  const n = many.length;
  const margin = 4 * Math.sqrt((0.25 * 0.75) / n);

  it("a reader of choices alone stays at chance", () => {
    const reader = choicesOnly({ seed: "1" });
    const correct = many.filter((question) => {
      const reply = reader.answer(shownQuestion(question, [0, 1, 2, 3]), null);
      return (reply as { choice: number }).choice === question.answer;
    });
    expect(n).toBeGreaterThan(1000);
    expect(Math.abs(correct.length / n - 0.25)).toBeLessThan(margin);
  });

  it("the right choice is as often the shortest, the longest or in between as any other", () => {
    const ranks = [0, 0, 0, 0];
    for (const question of many) {
      const length = (choice: string) => [...choice].length;
      const own = length(right(question));
      const shorter = question.choices.filter((choice) => length(choice) < own).length;
      const equal = question.choices.filter((choice) => length(choice) === own).length;
      for (let i = 0; i < equal; i++) ranks[shorter + i]! += 1 / equal / n;
    }
    for (const share of ranks) expect(Math.abs(share - 0.25)).toBeLessThan(margin + 0.02);
  });

  it("the right choice stands in each place equally often", () => {
    const places = [0, 1, 2, 3].map((place) => many.filter(({ answer }) => answer === place).length / n);
    for (const share of places) expect(Math.abs(share - 0.25)).toBeLessThan(margin);
  });
});
