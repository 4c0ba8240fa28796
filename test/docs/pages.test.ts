import { expect, it } from "vitest";
import { followPage } from "./followPage.ts";

const pages = [
  "docs/guide.md",
  "docs/guide.ja.md",
  "docs/extend/platform.md",
  "docs/extend/reader.md",
  "docs/extend/arm.md",
  "docs/extend/statistic.md",
];

it.each(pages)(
  "%s works as it is written, in a fresh copy of the project",
  (page) => expect(() => followPage(page)).not.toThrow(),
  // A page starts up to eight programs, which share two cores with the other tests.
  120_000,
);
