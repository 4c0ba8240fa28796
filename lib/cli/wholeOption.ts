import { InvalidArgumentError } from "commander";

/** Reads the value of an option that is a whole number, `least` or more. */
export function wholeOption(least: number): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (!/^\d{1,15}$/.test(text) || count < least)
      throw new InvalidArgumentError(`expected a whole number from ${least}.`);
    return count;
  };
}
