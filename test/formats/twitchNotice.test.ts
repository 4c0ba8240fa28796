import { expect, test } from "vitest";
import { kindOfTwitchNotice, markGiftNames } from "../../lib/formats/twitchNotice.ts";

test.each([
  ["viewer_a gifted a Tier 1 sub to viewer_b!", "viewer_a gifted a Tier 1 sub to @viewer_b!"],
  ["viewer_a gifted 3 months of Tier 1 to viewer_b. It is", "viewer_a gifted 3 months of Tier 1 to @viewer_b. It is"],
  ["An anonymous user gifted a Tier 2 sub to 観客!", "An anonymous user gifted a Tier 2 sub to @観客!"],
  [
    "viewer_b is continuing the Gift Sub they got from viewer_a!",
    "viewer_b is continuing the Gift Sub they got from @viewer_a!",
  ],
  [
    "viewer_b is paying forward the Gift they got from viewer_a to viewer_c!",
    "viewer_b is paying forward the Gift they got from @viewer_a to @viewer_c!",
  ],
  [
    "viewer_b is paying forward the Gift they got from viewer_a to the community!",
    "viewer_b is paying forward the Gift they got from @viewer_a to the community!",
  ],
])("Twitch's own notice %j names people as mentions", (text, marked) => {
  expect(markGiftNames(text)).toBe(marked);
});

test.each([
  "viewer_b is continuing the Gift Sub they got from an anonymous user!",
  "viewer_a subscribed with Prime. They've subscribed for 12 months! back to school!",
  "he gifted a book to mum yesterday",
  "I gifted it to Bob!",
  `viewer_a gifted a ${"to b ".repeat(20_000)}`,
])("other texts stay as they are: %j", (text) => {
  expect(markGiftNames(text)).toBe(text);
});

test("a notice that no one knows is the platform's", () => {
  expect([kindOfTwitchNotice("resub"), kindOfTwitchNotice("hologram")]).toEqual(["membership", "system"]);
});
