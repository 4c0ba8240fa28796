import { createHash } from "node:crypto";

/** One of some choices by a seeded hash of its text, so that no position is preferred. */
export function drawLot(tied: readonly number[], textOf: (choice: number) => string, seed: string): number {
  const lot = (choice: number) =>
    createHash("sha256")
      .update(`${seed}|${textOf(choice)}`)
      .digest("hex");
  return tied.slice().sort((a, b) => (lot(a) < lot(b) ? -1 : 1))[0]!;
}
