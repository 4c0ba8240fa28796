/**
 * An ISO 8601 duration as YouTube writes it, e.g. `P1DT2H3M4S`, in milliseconds; undefined where it is none.
 */
export function isoDurationMs(text: string): number | undefined {
  const found = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (!found || !/\d/.test(text)) return undefined;
  const [weeks, days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const whole = (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60;
  return Math.round((whole + seconds) * 1000);
}
