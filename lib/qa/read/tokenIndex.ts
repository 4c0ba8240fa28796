/** Where each token stands in a passage, and how many it has of it. Positions count tokens from 0 over all lines. */
export class TokenIndex {
  readonly length: number;
  readonly lineLengths: readonly number[];
  readonly #positions = new Map<string, number[]>();
  readonly #lineCounts = new Map<string, Map<number, number>>();

  constructor(lines: readonly (readonly string[])[]) {
    let position = 0;
    lines.forEach((tokens, line) => {
      for (const token of tokens) {
        const positions = this.#positions.get(token);
        if (positions) positions.push(position);
        else this.#positions.set(token, [position]);
        let counts = this.#lineCounts.get(token);
        if (!counts) {
          counts = new Map();
          this.#lineCounts.set(token, counts);
        }
        counts.set(line, (counts.get(line) ?? 0) + 1);
        position++;
      }
    });
    this.length = position;
    this.lineLengths = lines.map((tokens) => tokens.length);
  }

  positions(token: string): readonly number[] {
    return this.#positions.get(token) ?? [];
  }

  /** Occurrences by line, for the lines that hold the token. */
  lines(token: string): ReadonlyMap<number, number> {
    return this.#lineCounts.get(token) ?? none;
  }
}

const none: ReadonlyMap<number, number> = new Map();
