import { expect, test } from "vitest";
import { holdsPhrase } from "#lib/text/index.ts";

test("English phrases stand between words, not in them", () => {
  expect(holdsPhrase("a party of two", "art", "en")).toBe(false);
  expect(holdsPhrase("modern art!", "art", "en")).toBe(true);
  expect(holdsPhrase("arts, part and art", "art", "en")).toBe(true);
  expect(holdsPhrase("the blue umbrella’s handle", "blue umbrella", "en")).toBe(true);
  expect(holdsPhrase("c++ is fine", "c++", "en")).toBe(true);
});

test("Korean phrases begin a word, and particles may follow", () => {
  expect(holdsPhrase("등대에서 봤어요", "등대", "ko")).toBe(true);
  expect(holdsPhrase("옛등대 앞", "등대", "ko")).toBe(false);
});

test("Japanese phrases stand anywhere", () => {
  expect(holdsPhrase("廃線いいよね!", "廃線", "ja")).toBe(true);
  expect(holdsPhrase("線路いいよね", "廃線", "ja")).toBe(false);
});

test("nothing stands nowhere", () => {
  expect(holdsPhrase("anything", "", "en")).toBe(false);
  expect(holdsPhrase("", "anything", "ja")).toBe(false);
});
