import { expect, test } from "vitest";
import { rough, simulateMany } from "../work/world.ts";

test("in twenty thousand drawn worlds nobody sees a lower fence after a higher one, and all is done", async () => {
  const { violations, records } = await simulateMany(20_000, "soak", rough);
  expect(violations).toEqual([]);
  expect(records).toBeGreaterThanOrEqual(60_000);
});
