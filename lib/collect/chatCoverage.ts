/** How much of a stream's chat there is. `none` is a fact about the stream, `partial` one about the fetching. */
export interface ChatCoverage {
  readonly status: "complete" | "partial" | "none";
  readonly messages: number;
  readonly firstSeconds: number | null;
  readonly lastSeconds: number | null;
  /** Stretches without a message that are longer than a chat is silent, in seconds from the start of the stream. */
  readonly gaps: readonly { readonly fromSeconds: number; readonly toSeconds: number }[];
  /** Why it is not complete, as sentences for a person. */
  readonly reasons: readonly string[];
}

/**
 * Whether a chat can be all that was written: no long gap from the stream's start to its end, no fewer messages than the
 * platform counts, and no doubt of whoever fetched it.
 *
 * @param chat.seconds of the stream that have messages, in any order
 * @param chat.durationSeconds of the stream, where it is known
 * @param chat.expectedMessages as the platform counts them, where it does
 * @param longestGapSeconds a longer silence is taken for messages that are missing
 */
export function chatCoverage(
  chat: {
    seconds: Iterable<number>;
    messages: number;
    doubts: readonly string[];
    durationSeconds?: number | undefined;
    expectedMessages?: number | undefined;
  },
  longestGapSeconds = 1800,
): ChatCoverage {
  const { messages, durationSeconds, expectedMessages } = chat;
  const seconds = Float64Array.from(chat.seconds).sort();
  const reasons = [...chat.doubts];
  const gaps: { fromSeconds: number; toSeconds: number }[] = [];
  const firstSeconds = seconds[0] ?? null;
  const lastSeconds = seconds.at(-1) ?? null;
  let fromSeconds = 0;
  for (const toSeconds of messages === 0
    ? []
    : [...seconds, ...(durationSeconds === undefined ? [] : [durationSeconds])]) {
    if (toSeconds - fromSeconds > longestGapSeconds) {
      gaps.push({ fromSeconds, toSeconds });
      reasons.push(`no message from second ${fromSeconds} to second ${toSeconds}`);
    }
    fromSeconds = Math.max(fromSeconds, toSeconds);
  }
  if (expectedMessages !== undefined && messages < expectedMessages)
    reasons.push(`${messages} messages, the platform counts ${expectedMessages}`);
  const status = reasons.length > 0 ? "partial" : messages === 0 ? "none" : "complete";
  return { status, messages, firstSeconds, lastSeconds, gaps, reasons };
}
