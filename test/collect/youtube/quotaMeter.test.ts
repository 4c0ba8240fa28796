import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeQuotaMeter, pacificDay, untilPacificMidnightMs } from "#lib/collect/index.ts";
import { type Corpus, openCorpus } from "#lib/corpus/index.ts";
import { fixedClock } from "#lib/effects/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";
import { python } from "../../python.ts";

let folder: string;
let corpus: Corpus;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-quota-"));
  corpus = await openCorpus(openDirectoryStore(folder), { create: true, key: new Uint8Array(32) });
});
afterEach(() => rm(folder, { recursive: true }));

test("meters that spend at the same time never spend more together than the day has, and all of it", async () => {
  const clock = fixedClock("2026-03-10T12:00:00Z");
  const meters = Array.from({ length: 4 }, () => makeQuotaMeter(corpus, 1050, clock));
  let spent = 0;
  await Promise.all(
    meters.map(async (meter) => {
      for (let i = 0; i < 5; i++)
        await meter.spend("search").then(
          () => (spent += 100),
          () => undefined,
        );
    }),
  );
  expect(spent).toBe(1000);
  expect(await makeQuotaMeter(corpus, 1050, clock).spentToday()).toBe(1000);
  await makeQuotaMeter(corpus, 1050, clock).spend("list");
});

test("the day turns at midnight in California, whatever the season, as Python's zones have it", () => {
  const instants = [
    "2026-01-15T07:59:59.999Z",
    "2026-01-15T08:00:00.000Z",
    "2026-03-08T09:30:00.000Z",
    "2026-03-08T12:00:00.000Z",
    "2026-07-01T06:59:59.000Z",
    "2026-07-01T07:00:00.000Z",
    "2026-11-01T08:30:00.000Z",
    "2026-11-01T20:00:00.000Z",
    "2026-12-31T23:00:00.000Z",
  ];
  const oracle = `
import sys, json
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo
zone = ZoneInfo("America/Los_Angeles")
out = []
for text in json.load(sys.stdin):
    at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    day = at.astimezone(zone).date()
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone).astimezone(timezone.utc)
    out.append([str(day), round((midnight - at).total_seconds() * 1000)])
print(json.dumps(out))`;
  const expected = python(oracle, instants);
  const ours = instants.map((text) => [pacificDay(new Date(text)), untilPacificMidnightMs(new Date(text))]);
  expect(ours).toEqual(expected);
});
