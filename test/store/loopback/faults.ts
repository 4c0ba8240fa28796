/** What a request is about. `upload` is a whole object in one request; `start`, `chunk`, `query` and `cancel` are a resumable upload's. */
export type Operation =
  | "bucket"
  | "list"
  | "stat"
  | "read"
  | "upload"
  | "start"
  | "chunk"
  | "query"
  | "cancel"
  | "patch"
  | "delete";

/** What goes wrong, to which requests, and how often. */
export type Fault = {
  /** Only these requests; else all. */
  on?: Operation | readonly Operation[];
  /** Only requests whose object's name (a list's prefix) holds this text. */
  name?: string;
  /** How many of them pass before the first that fails; 0 when absent. */
  after?: number;
  /** How many fail; 1 when absent, no limit where `forMs` is given. */
  times?: number;
  /** How long they fail, in milliseconds from now. */
  forMs?: number;
} & (
  | { fault: "status"; status: number; retryAfterSeconds?: number; reason?: string }
  /** The connection is reset before anything is done. */
  | { fault: "reset" }
  /** The connection ends in the middle of a body: of the answer to a read, of what an upload or chunk sends (its bytes so far are kept for a chunk). */
  | { fault: "break"; afterBytes: number }
  /** All is done, and the answer is lost. */
  | { fault: "loseAnswer" }
  /** One bit of the body changes on its way, in either direction; for objects of a kilobyte and more. */
  | { fault: "corrupt" }
  /** Nothing is ever answered. */
  | { fault: "hang" }
);

/** The faults that are to come. */
export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** The fault that this request meets, if any. */
  take(operation: Operation, name: string): Fault | null;
}

export function makeFaults(nowMs: () => number): Faults {
  let waiting: { fault: Fault; after: number; times: number; untilMs: number }[] = [];
  return {
    add: (fault) => {
      const { after = 0, forMs } = fault;
      const times = fault.times ?? (forMs === undefined ? 1 : Number.POSITIVE_INFINITY);
      waiting.push({ fault, after, times, untilMs: forMs === undefined ? Number.POSITIVE_INFINITY : nowMs() + forMs });
    },
    clear: () => {
      waiting = [];
    },
    take: (operation, name) => {
      waiting = waiting.filter(({ times, untilMs }) => times > 0 && nowMs() < untilMs);
      for (const one of waiting) {
        const { on, name: part } = one.fault;
        if (on !== undefined && ![on].flat().includes(operation)) continue;
        if (part !== undefined && !name.includes(part)) continue;
        if (one.after > 0) {
          one.after--;
          continue;
        }
        one.times--;
        return one.fault;
      }
      return null;
    },
  };
}
