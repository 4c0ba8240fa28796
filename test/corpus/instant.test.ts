import { describe, expect, test } from "vitest";
import { InputError } from "#lib/errors.ts";
import { makeInstants } from "../../lib/corpus/import/instant.ts";
import { python } from "../python.ts";

describe("wall-clock times", () => {
  test("with an offset need no zone and stay as written", () => {
    expect(makeInstants().of("2024-05-01T20:00:00+09:00")).toEqual({
      ms: Date.UTC(2024, 4, 1, 11),
      iso: "2024-05-01T20:00:00+09:00",
    });
  });

  test("may have a blank or no colon in the offset, and be negative", () => {
    const { of } = makeInstants();
    for (const time of ["2024-02-29 12:00 -0330", "2024-02-29T12:00:00,000-03:30", "2024-02-29 15:30z"])
      expect(of(time).ms).toBe(Date.UTC(2024, 1, 29, 15, 30));
  });

  test("are local times of the zone, whose offset is then written out", () => {
    expect(makeInstants("Asia/Seoul").of("2021-11-09 20:00:01.5")).toEqual({
      ms: Date.UTC(2021, 10, 9, 11, 0, 1, 500),
      iso: "2021-11-09T20:00:01.5+09:00",
    });
  });

  test("of a day are of the day nearest to the message before, also past midnight", () => {
    const seoul = makeInstants("Asia/Seoul");
    const start = seoul.of("2021-11-09 22:00").ms;
    const late = seoul.of("23:59:58", start);
    expect(late.iso).toBe("2021-11-09T23:59:58+09:00");
    expect(seoul.of("00:00:03", late.ms).iso).toBe("2021-11-10T00:00:03+09:00");
    expect(seoul.of("21:58:00", start).iso).toBe("2021-11-09T21:58:00+09:00");
  });

  test.each([
    ...["2024-02-30 10:00", "2024-13-01 10:00", "2024-01-01 24:00", "2024-01-01", "yesterday", "12:00", "", "Z", "5Z"],
    ...[
      "2024-02-30T10:00:00Z",
      "2023-02-29T10:00:00+09:00",
      "2024-01-01T24:00:00Z",
      "May 1 2024 Z",
      "0024-01-01 10:00",
    ],
    ...["+275760-09-13T00:00:00Z", "2024-01-01T00:00:00+24:00", "2024-01-01T00:00:00+09:60"],
  ])("%j is no time", (time) => {
    expect(() => makeInstants("Asia/Seoul").of(time)).toThrow(InputError);
  });

  test("a local time without a zone asks for the zone", () => {
    expect(() => makeInstants().of("2024-05-01 20:00")).toThrow(/--zone/);
  });

  test("an unknown zone is an InputError", () => {
    expect(() => makeInstants("Asia/Soul")).toThrow(InputError);
  });

  test("agree with Python's zoneinfo through the changes of summer time", () => {
    const zones = ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Tokyo", "America/St_Johns"];
    const times: string[] = [];
    for (const day of [
      "2024-03-10",
      "2024-03-31",
      "2024-04-07",
      "2024-10-06",
      "2024-10-27",
      "2024-11-03",
      "2024-07-01",
    ])
      for (let minute = 0; minute < 24 * 60; minute += 15)
        times.push(
          `${day} ${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`,
        );
    const expected = python(
      `
import json, sys
from datetime import datetime
from zoneinfo import ZoneInfo
zones, times = json.load(sys.stdin)
print(json.dumps([[round(datetime.fromisoformat(t).replace(tzinfo=ZoneInfo(z)).timestamp() * 1000) for t in times] for z in zones]))`,
      [zones, times],
    );
    expect(zones.map((zone) => times.map((time) => makeInstants(zone).of(time).ms))).toEqual(expected);
  });
});
