import { MessageKind } from "#lib/records/index.ts";
import { type ChatFormat, count, type RawMessage, type ReadOptions, type ReadReport } from "./contract.ts";
import { numberOf } from "./jsonValue.ts";
import { type MappedRow, mappedRows } from "./mappedRows.ts";
import { mappedTime } from "./mappedTime.ts";
import { parseMoney } from "./parseMoney.ts";
import { skip } from "./skip.ts";

/**
 * Any chat that a mapping describes: CSV, TSV, JSON, JSON Lines, or text by a pattern. It is never guessed. A row without
 * a time (`missing-time`) or a column for the text (`missing-message`) is left out; an empty text stays, since a sticker
 * is one.
 *
 * @example
 * // chat.csv: time,user,message        mapping: time: time
 * //           1:02:03,viewer_a,hello             author: user
 * //                                              text: message
 * @example
 * // chat.jsonl: {"t":3723000,"by":{"name":"viewer_a"},"body":"hello"}
 * // mapping: { "time": "t", "timeUnit": "milliseconds", "author": "by.name", "text": "body" }
 */
export const mappedChat: ChatFormat = {
  name: "mapped-chat",
  holds: "chat",
  recognise: () => false,
  async *read(bytes, report, options) {
    let index = 0;
    for await (const rows of mappedRows(bytes, report, options)) {
      const batch: RawMessage[] = [];
      for (const row of rows) {
        const place = index++;
        const message = row && messageOf(row, place, report, options);
        if (message) batch.push(message);
      }
      if (batch.length > 0) yield batch;
    }
  },
};

function messageOf(
  row: MappedRow,
  index: number,
  report: ReadReport,
  { mapping, video }: ReadOptions,
): RawMessage | undefined {
  if (mapping?.video !== undefined && video !== undefined && row("video")?.trim() !== video)
    return skip(report, "other-video");
  const text = row("text");
  if (text === undefined) return skip(report, "missing-message");
  const time = mappedTime(row("time") ?? "", mapping?.timeUnit);
  if (time === undefined) return skip(report, "missing-time");
  const id = row("id")?.trim();
  const authorId = row("authorId")?.trim();
  const author = { name: row("author") ?? authorId ?? "", ...(authorId ? { id: authorId } : {}) };
  const money = moneyOf(row, report);
  const kind = kindOf(row, report) ?? (money.amount === undefined ? "text" : "paid");
  return { index, ...(id ? { id } : {}), ...time, author, roles: [], kind, ...money, text };
}

function kindOf(row: MappedRow, report: ReadReport): MessageKind | undefined {
  const said = row("kind")?.trim().toLowerCase();
  if (!said) return undefined;
  const kind = MessageKind.safeParse(said);
  if (!kind.success && report.noted) count(report.noted, "unknown-kind");
  return kind.data;
}

function moneyOf(row: MappedRow, report: ReadReport): { amount?: number; currency?: string } {
  const said = row("amount")?.trim() ?? "";
  const column = row("currency")?.trim();
  const plain = numberOf(said);
  if (said === "" || plain === 0) return {};
  const found = plain !== undefined && plain > 0 ? { amount: plain, currency: "", known: false } : parseMoney(said);
  const currency = column || found?.currency;
  if (report.noted && !found) count(report.noted, "unreadable-amount");
  else if (report.noted && !column && !found?.known) count(report.noted, "unknown-currency");
  return found ? { amount: found.amount, ...(currency ? { currency } : {}) } : {};
}
