import type { VideoKey } from "#lib/records/index.ts";
import { evidenceOf } from "../ask/scoreAnswers.ts";
import { chanceOfAtLeast } from "./chanceOfAtLeast.ts";
import { chunkName, type Finding, type GateInput, type GateResult, videoName } from "./gate.ts";
import { askedOf, chatOf, givenAway } from "./givenAway.ts";

/** Probability that chance alone makes as many; below it the gate fails. */
const level = 0.01;
/** So many chats of other videos tell how often chance puts a choice into a chat. */
const othersLookedAt = 40;

/**
 * Finds questions whose evidence is labelled speech alone, though the right choice stands letter for letter in a chat line of
 * the chunk and no other choice does: who reads chat alone then knows an answer that counts as heard.
 *
 * A question labelled BOTH says so itself and is no finding. A choice such as "yes" stands in many a chat by chance: for each
 * question that chance is the share of chats of other videos in its language that would give it away too. The gate fails at
 * one question that none of them gives away, and, among those that some do, when so many have a probability below 0.01
 * (Poisson-binomial).
 */
export function answerInChat({ chunks, languageOf: languageOfVideo, questions }: GateInput): GateResult {
  const chats = new Map(chunks.map((chunk) => [chunkName(chunk), chatOf(chunk)]));
  const heard = questions.filter((question) => evidenceOf(question) === "SPEECH").map(askedOf);
  const findings: Finding[] = [];
  for (const asked of heard) {
    const { question } = asked;
    const line = givenAway(asked, chats.get(chunkName(question.chunk)) ?? { lines: [], text: "" });
    if (line !== null)
      findings.push({
        where: question.id,
        what: `“${question.choices[question.answer]}” stands in the chat line “${line}”, its evidence names speech alone`,
      });
  }
  const about = { gate: "answerInChat" as const, checked: heard.length, of: "questions with evidence in speech alone" };
  if (findings.length === 0)
    return { ...about, findings, passes: true, why: "No right choice stands in its chat alone." };
  const othersOf = remember((video: VideoKey) => {
    const others = chunks.filter(
      (chunk) => videoName(chunk.video) !== videoName(video) && languageOfVideo(chunk.video) === languageOfVideo(video),
    );
    return evenly(others, othersLookedAt).map((chunk) => chats.get(chunkName(chunk))!);
  });
  const chances = heard.map((asked) => {
    const drawn = othersOf(asked.question.chunk.video);
    const hits = drawn.filter((chat) => givenAway(asked, chat) !== null).length;
    return drawn.length === 0 ? 0 : hits / drawn.length;
  });
  const found = new Set(findings.map(({ where }) => where));
  const common = chances.filter((chance) => chance > 0);
  const rare = heard.filter(({ question }, i) => chances[i] === 0 && found.has(question.id)).length;
  const p = chanceOfAtLeast(findings.length - rare, common);
  const expected = common.reduce((sum, chance) => sum + chance, 0);
  return {
    ...about,
    findings,
    passes: rare === 0 && p >= level,
    why:
      `${rare} of them are given away by no chat of another video. Of the ${common.length} questions that such chats do give ` +
      `away, chance makes ${expected.toFixed(2)}, here are ${findings.length - rare} (p ${probability(p)}).`,
  };
}

const probability = (p: number) => (p < 0.0001 ? "below 0.0001" : p.toFixed(4));

function evenly<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return items.slice();
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]!);
}

function remember<T>(make: (video: VideoKey) => T): (video: VideoKey) => T {
  const known = new Map<string, T>();
  return (video) => {
    const made = known.get(videoName(video)) ?? make(video);
    known.set(videoName(video), made);
    return made;
  };
}
