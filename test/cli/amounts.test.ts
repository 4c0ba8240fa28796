import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { commandLine } from "../commandLine.ts";
import { python } from "../python.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-amounts-"));
  await writeFile(join(folder, "key"), "5e".repeat(32), { mode: 0o600 });
});
afterEach(() => rm(folder, { recursive: true }));

const at = (...parts: string[]) => join(folder, ...parts);
const day = "2026-01-05T20:00:00Z";

/** A Super Chat of YouTube as its replay has it. */
const paid = (id: string, offsetMs: number, amount: string) => ({
  replayChatItemAction: {
    actions: [
      {
        addChatItemAction: {
          item: {
            liveChatPaidMessageRenderer: {
              id,
              authorName: { simpleText: "Viewer A" },
              authorExternalChannelId: "UCviewer",
              purchaseAmountText: { simpleText: amount },
              timestampUsec: String((Date.parse(day) + offsetMs) * 1000),
            },
          },
        },
      },
    ],
    videoOffsetTimeMsec: String(offsetMs),
  },
});

async function importChat(video: string, rows: object[], ...more: string[]) {
  const file = at(`${video}.live_chat.json`);
  await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const to = ["--platform", "youtube", "--video", video, "--corpus", at("corpus")];
  const env = { LIVECORPUS_KEY_FILE: at("key") };
  expect(await commandLine(["import", file, ...to, ...more], { env })).toMatchObject({ code: 0 });
}

const amounts = (...more: string[]) =>
  commandLine(["amounts", "--corpus", at("corpus"), "--rates", at("rates.csv"), "--currency", "USD", ...more]);

const rates =
  "date,currency,rate\n2026-01-02,JPY,0.0064\n2026-01-06,JPY,0.0065\n2026-01-05,CAD,0.73\n2026-01-05,TWD,0.0315\n" +
  "2026-01-05,KRW,0.00069\n2026-01-20,EUR,1.16\n";
const hour = 3_600_000;
const chat = [
  paid("a", 1000, "￥1,000"),
  paid("b", 2000, "CA$5.50"),
  paid("c", 3000, "NT$150.00"),
  paid("d", 4000, "₩5,000"),
  paid("e", 5000, "$2.00"),
  paid("f", 6000, "1.234,56 €"),
  paid("g", 7000, "SEK 20.00"),
  // After midnight in UTC.
  paid("h", 5 * hour, "¥1,000"),
];

test("amounts are converted at the rate of their day, as pandas does it, and what has none is counted", async () => {
  await importChat("aaaaaaaaaaa", chat, "--start", day);
  await writeFile(at("rates.csv"), rates);
  const { code, out } = await amounts("--csv");
  expect(code).toBe(0);
  await writeFile(at("out.csv"), out);
  const oracle = `
import pandas, json, sys
files = json.load(sys.stdin)
ours = pandas.read_csv(files[0])
rates = pandas.read_csv(files[1], parse_dates=["date"]).sort_values("date").rename(columns={"date": "rateDay"})
ours["day"] = pandas.to_datetime(ours["date"])
left = ours.sort_values("day")
both = pandas.merge_asof(left, rates, left_on="day", right_on="rateDay", by="currency", direction="backward", tolerance=pandas.Timedelta(days=7))
both.loc[both.currency == "USD", "rate"] = 1
both["expected"] = both.amount * both.rate
same = (abs(both.expected - both.value) < 1e-9) | (both.expected.isna() & both.value.isna())
print(json.dumps({"rows": len(both), "same": int(same.sum()), "converted": int(both.value.notna().sum()),
  "sums": both.groupby("currency").expected.sum().round(9).to_dict()}))`;
  const pandas = python(oracle, [at("out.csv"), at("rates.csv")]) as { sums: Record<string, number> };
  expect(pandas).toMatchObject({ rows: 8, same: 8, converted: 6 });
  const { currencies, rates: used } = JSON.parse((await amounts("--json")).out);
  expect(used.sha256).toBe(createHash("sha256").update(rates).digest("hex"));
  for (const { currency, value } of currencies) expect(value).toBeCloseTo(pandas.sums[currency]!, 9);
  expect(currencies).toContainEqual(
    expect.objectContaining({ currency: "JPY", events: 2, amount: 2000, converted: 2, notConverted: {} }),
  );
  expect(currencies).toContainEqual(
    expect.objectContaining({ currency: "SEK", converted: 0, notConverted: { noCurrency: 1 } }),
  );
  expect(out).toMatch(/,h,18000000,paid,2026-01-06,1000,JPY,6\.5,USD,2026-01-06,,[0-9a-f]{64}\n/);
  expect(out).toMatch(/,a,1000,paid,2026-01-05,1000,JPY,6\.4,USD,2026-01-02,,/);
  const text = (await amounts()).out;
  // 6.40 + 6.50 + 4.015 + 4.725 + 3.45 + 2
  expect(text).toMatch(/6 of 8 events are worth 27\.09 USD\.\nNot converted, and in no sum:\n/);
  expect(text).toMatch(/EUR: 1 events, no rate of that week\n {2}SEK: 1 events, the rates have no such currency\n/);
  expect(out).toMatch(/,1234\.56,EUR,,USD,,noRate,/);
});

test("a table of rates that cannot be used ends it, and no sum is printed", async () => {
  await importChat("aaaaaaaaaaa", chat, "--start", day);
  await writeFile(at("rates.csv"), "date,currency,rate\n2026-01-05,JPY,0\n");
  expect(await amounts()).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringMatching(/rates\.csv, row 2: .*above 0/),
  });
  await rm(at("rates.csv"));
  expect(await amounts()).toMatchObject({ code: 2, out: "", err: expect.stringMatching(/ENOENT/) });
  await writeFile(at("rates.csv"), rates);
  const to = ["--corpus", at("corpus"), "--rates", at("rates.csv")];
  expect(await commandLine(["amounts", ...to, "--currency", "$"])).toMatchObject({ code: 2, out: "" });
  expect(await amounts("--csv", "--json")).toMatchObject({ code: 2, out: "" });
});

test("an event without a day or an amount is counted, and in no sum", async () => {
  const row = structuredClone(paid("a", 1000, "￥1,000"));
  const { item } = row.replayChatItemAction.actions[0]!.addChatItemAction;
  Reflect.deleteProperty(item.liveChatPaidMessageRenderer, "timestampUsec");
  await importChat("bbbbbbbbbbb", [row, paid("b", 2000, "free")]);
  await writeFile(at("rates.csv"), rates);
  expect(JSON.parse((await amounts("--json")).out).currencies).toEqual([
    { currency: null, events: 1, amount: 0, value: 0, converted: 0, notConverted: { noAmount: 1 } },
    { currency: "JPY", events: 1, amount: 1000, value: 0, converted: 0, notConverted: { noDate: 1 } },
  ]);
});
