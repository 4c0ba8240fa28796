import { PassThrough } from "node:stream";
import { afterEach, describe, expect, test } from "vitest";
import { fixedClock, personTransfers, type TransferAt, type Transfers, transferText } from "#lib/effects/index.ts";
import { fakeTerminal } from "./terminal.ts";

const at = (share: number | null, more: Partial<TransferAt> = {}): TransferAt => ({
  bytes: 5e6,
  totalBytes: share === null ? null : 2e7,
  share,
  bytesPerSecond: 1e6,
  leftSeconds: share === null ? null : 15,
  ...more,
});

test("bytes, speed and the time that is left are said as far as they are known", () => {
  expect(transferText(at(0.25))).toBe("5.0 of 20.0 MB, 1.0 MB/s, 15 s left");
  expect(transferText(at(null, { bytesPerSecond: null }))).toBe("5.0 MB");
  expect(transferText(at(0.5, { totalBytes: null, leftSeconds: 600 }))).toBe("5.0 MB, 1.0 MB/s, 10 min left");
  expect(transferText(at(0.5, { leftSeconds: 4 * 3600 }))).toMatch(/4 h left$/);
});

const quarter = "[=====               ]  25%";

describe("on a terminal", () => {
  let transfers: Transfers | null = null;
  afterEach(() => transfers?.stop());
  const open = (columns = 100) => {
    const clock = fixedClock("2026-01-01T00:00:00Z");
    const terminal = fakeTerminal(columns);
    transfers = personTransfers(terminal, clock);
    return { clock, terminal, transfers };
  };

  test("each transfer has a bar, the whole stands below, and what is said stands above", () => {
    const { clock, terminal, transfers } = open();
    transfers.whole("0 of 9 tasks done");
    transfers.update("a", "audio youtube aaaaaaaaaaa", at(0.25));
    transfers.update("b", "chat youtube bbbbbbbbbbb", at(null));
    clock.advance(1000);
    transfers.update("a", "audio youtube aaaaaaaaaaa", at(0.5, { bytes: 1e7, leftSeconds: 10 }));
    transfers.say("collect-chat.all.twitch.5: done");
    expect(terminal.screen()).toEqual([
      "collect-chat.all.twitch.5: done",
      "[==========          ]  50% audio youtube aaaaaaaaaaa  10.0 of 20.0 MB, 1.0 MB/s, 10 s left",
      "[         ?          ]      chat youtube bbbbbbbbbbb  5.0 MB, 1.0 MB/s",
      "0 of 9 tasks done",
    ]);
  });

  test("one that ended is gone, and at the end only what was said is left", () => {
    const { clock, terminal, transfers } = open();
    for (const id of ["a", "b", "c"]) transfers.update(id, id, at(0.25));
    transfers.whole("1 of 9 tasks done");
    transfers.end("b");
    transfers.end("never shown");
    clock.advance(1000);
    transfers.whole("2 of 9 tasks done");
    transfers.say("b: done");
    expect(terminal.screen()).toEqual([
      "b: done",
      `${quarter} a  5.0 of 20.0 MB, 1.0 MB/s, 15 s left`,
      `${quarter} c  5.0 of 20.0 MB, 1.0 MB/s, 15 s left`,
      "2 of 9 tasks done",
    ]);
    transfers.stop();
    expect(terminal.screen()).toEqual(["b: done"]);
  });

  test("a narrow one breaks no line: the bar gives way first, then the end", () => {
    const line = (columns: number) => {
      const { terminal, transfers } = open(columns);
      transfers.update("a", "audio youtube aaaaaaaaaaa", at(0.25));
      return terminal.screen();
    };
    expect(line(80)).toEqual(["[==       ]  25% audio youtube aaaaaaaaaaa  5.0 of 20.0 MB, 1.0 MB/s, 15 s left"]);
    expect(line(70)).toEqual(["25% audio youtube aaaaaaaaaaa  5.0 of 20.0 MB, 1.0 MB/s, 15 s left"]);
    expect(line(20)).toEqual(["25% audio youtube a"]);
  });

  test("one that is made narrower while it is watched is filled and no more", () => {
    const { clock, terminal, transfers } = open(100);
    transfers.update("a", "audio youtube aaaaaaaaaaa", at(0.25));
    terminal.columns = 20;
    clock.advance(1000);
    transfers.update("a", "audio youtube aaaaaaaaaaa", at(0.5));
    expect(terminal.screen()[0]).toBe("50% audio youtube a");
  });
});

test("where there is no terminal, a transfer of more than two seconds has a line every ten seconds", () => {
  const clock = fixedClock("2026-01-01T00:00:00Z");
  const stream = new PassThrough();
  const transfers = personTransfers(stream, clock);
  for (let second = 0; second <= 14; second++) {
    transfers.update("a", "audio a", at(0.25, { leftSeconds: second }));
    if (second === 1) transfers.update("b", "short", at(0.9));
    if (second === 1) transfers.end("b");
    clock.advance(1000);
  }
  transfers.say("a: done");
  transfers.stop();
  expect(String(stream.read())).toBe(
    "audio a: 5.0 of 20.0 MB, 1.0 MB/s, 2 s left\naudio a: 5.0 of 20.0 MB, 1.0 MB/s, 12 s left\na: done\n",
  );
});
