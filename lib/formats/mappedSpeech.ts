import { InputError } from "#lib/errors.ts";
import type { ColumnMapping, RawUtterance, ReadReport, SpeechFormat } from "./contract.ts";
import { numberOf } from "./jsonValue.ts";
import { mappedRows } from "./mappedRows.ts";
import { parseClock } from "./parseClock.ts";
import { skip } from "./skip.ts";
import { speechMaker } from "./speechMaker.ts";
import { speechTimer } from "./speechTime.ts";

/**
 * Any transcript that a mapping describes: CSV, TSV, JSON, JSON Lines, or text by a pattern, with `time`, `end`, `text` and
 * `speaker`. It is never guessed. Without a `timeUnit`, numbers are seconds and clock text is told by its colons.
 *
 * @throws InputError when the mapping's times are wall-clock times
 * @example
 * // speech.csv: von,bis,sprecher,satz      mapping: time: von
 * //             0.5,2.0,host,Good morning            end: bis
 * //                                                  text: satz
 * //                                                  speaker: sprecher
 */
export const mappedSpeech: SpeechFormat = {
  name: "mapped-speech",
  holds: "speech",
  recognise: () => false,
  async *read(bytes, report, options) {
    const { mapping, video, file } = options;
    if (mapping?.timeUnit === "datetime")
      throw new InputError(
        `${file}: expected speech on the clock of the stream, found a mapping to dates. Convert the times to seconds from its start.`,
      );
    const make = speechMaker(report);
    const timeOf = timerOf(mapping?.timeUnit, report);
    for await (const rows of mappedRows(bytes, report, options)) {
      const batch: RawUtterance[] = [];
      for (const row of rows) {
        if (!row) continue;
        if (mapping?.video !== undefined && video !== undefined && row("video")?.trim() !== video) {
          skip(report, "other-video");
          continue;
        }
        const times = { startMs: timeOf(row("time")), endMs: timeOf(row("end")) };
        batch.push(...make({ ...times, text: row("text") ?? "", speaker: row("speaker") }));
      }
      if (batch.length > 0) yield batch;
    }
  },
};

function timerOf(
  unit: ColumnMapping["timeUnit"],
  report: ReadReport,
): (text: string | undefined) => number | undefined {
  if (unit === undefined || unit === "datetime") return speechTimer(report);
  if (unit === "clock") return (text) => parseClock(text ?? "");
  const perUnit = { seconds: 1000, milliseconds: 1, microseconds: 1e-3 }[unit];
  return (text) => {
    const number = numberOf(text);
    return number === undefined ? undefined : Math.round(number * perUnit) + 0;
  };
}
