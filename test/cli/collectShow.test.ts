import { expect, test } from "vitest";
import { runShow } from "../collect/show/runShow.ts";

test("nine videos of three platforms, four with a fault, one of three workers killed: what can be reached is whole, the rest is on record", async () => {
  const sizes = { youtube: 4, twitch: 3, pococha: 2 };
  const end = await runShow({ ...sizes, seed: "small", faults: 4, workers: 3, kills: 1, wallAfter: 5, real: 1 });
  expect(end).toMatchObject({ whole: 7, unreachable: 2 });
}, 180_000);
