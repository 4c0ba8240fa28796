import { Writable } from "node:stream";

/** A terminal of so many columns that obeys the few commands by which bars are drawn, and its screen as a person sees it. */
export function fakeTerminal(columns: number) {
  const rows: string[] = [""];
  let x = 0;
  let y = 0;
  const put = (text: string) => {
    const row = (rows[y] ?? "").padEnd(x);
    rows[y] = row.slice(0, x) + text + row.slice(x + text.length);
    x += text.length;
  };
  const obey = (command: string, count: number) => {
    if (command === "A") y = Math.max(0, y - count);
    else if (command === "G") x = count - 1;
    else if (command === "K") rows[y] = count === 2 ? "" : (rows[y] ?? "").slice(0, x);
    else if (command === "J") rows.splice(y, rows.length, (rows[y] ?? "").slice(0, x));
    else throw new Error(`The terminal does not know ${command}.`);
  };
  const stream = new Writable({
    decodeStrings: false,
    write: (text: string, _, done) => {
      for (const [part, count, command] of text.matchAll(/\u001b\[(\d*)([A-Z])|\r|\n|[^\u001b\r\n]+/g)) {
        if (part === "\n") [x, y] = [0, y + 1];
        else if (part === "\r") x = 0;
        else if (command === undefined) put(part);
        else obey(command, command === "K" || command === "J" ? Number(count) : Number(count || 1));
      }
      done();
    },
  });
  const screen = () => rows.map((row) => (row ?? "").trimEnd()).filter((row) => row !== "");
  return Object.assign(stream, { isTTY: true as const, columns, screen });
}
