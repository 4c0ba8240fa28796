import { expect, it } from "vitest";
import { invalidPolicies } from "../../experiments/invalidPolicies.ts";
import { rowsOf, type Scripted, scriptedStudy, tableOf } from "./scriptedStudy.ts";

/**
 * Four rotations of each question. Under chat: topics are right twice, wrong once and once without a choice; details are
 * right once and refused, blocked and unreadable for the rest, in video 1 all four are refused.
 */
const stumbling: Scripted = ({ arm, kind, video, order }) => {
  if (arm !== "chat") return 0;
  if (kind === "topic") return ([0, 0, 1, "invalid"] as const)[order[0]!]!;
  return video === 1 ? "refused" : ([0, "refused", "blocked", "invalid"] as const)[order[0]!]!;
};
const results = scriptedStudy({ videos: 4, chunks: 1, readers: { stumbling, sure: () => 0 } });

it("counts what was unreadable, refused and blocked, and gives accuracy under both policies", async () => {
  const row = (await rowsOf(invalidPolicies, results)).get("chat/stumbling");
  // Left out: four topics of 2/3 and three details of 1. Wrong: topics 2/4, three details 1/4, one 0.
  expect(row).toMatchObject({
    questions: 8,
    answers: 32,
    unreadable: 4 + 3,
    refused: 3 + 4,
    blocked: 3,
    rate: { value: expect.closeTo(17 / 32, 12) },
    excluded: { value: expect.closeTo((4 * (2 / 3) + 3) / 7, 12), n: 7 },
    countedWrong: { value: expect.closeTo((4 * 0.5 + 3 * 0.25) / 8, 12), n: 8 },
  });
  expect(row!.apart).toBeCloseTo((4 * (2 / 3) + 3) / 7 - 2.75 / 8, 12);
});

it("shows the rows of the primary reader and those with invalid answers, and does not say that there are none", async () => {
  const { page } = await tableOf(invalidPolicies, results);
  expect(page.match(/^\| (chat|none|combined) \| \w+/gm)).toEqual([
    "| combined | stumbling",
    "| chat | stumbling",
    "| none | stumbling",
  ]);
  expect(page).not.toContain("No reader");
});

it("says that nothing depends on the policy where no answer was invalid", async () => {
  const { page } = await tableOf(invalidPolicies, scriptedStudy({ videos: 2, chunks: 1, readers: { sure: () => 0 } }));
  expect(page).toContain("No reader of this study gave an invalid answer");
});

it("leaves answers out of the counts that the arm had nothing to show for", async () => {
  const blind: Scripted = ({ arm, video }) => (arm === "chat" && video === 1 ? "notApplicable" : 0);
  const rows = await rowsOf(invalidPolicies, scriptedStudy({ videos: 3, chunks: 1, readers: { blind } }));
  expect(rows.get("chat/blind")).toMatchObject({ questions: 4, answers: 16, unreadable: 0 });
});
