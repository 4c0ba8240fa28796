import { expect, test } from "vitest";
import { runShow } from "../collect/show/runShow.ts";

test("sixty videos of three platforms, a fifth with a fault, two of four workers killed: what can be reached is whole, the rest is on record", async () => {
  const sizes = { youtube: 25, twitch: 25, pococha: 10 };
  const end = await runShow({ ...sizes, seed: "sixty", faults: 12, workers: 4, kills: 2, wallAfter: 20, real: 5 });
  expect(end).toMatchObject({ whole: 56, unreachable: 4 });
  console.log(`collected in ${Math.round(end.secondsOfWork)} s; a login was asked for ${end.refused} times`);
}, 240_000);
