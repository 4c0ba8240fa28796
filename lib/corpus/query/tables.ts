/** A table that queries see: the step and output whose records it holds, and its columns in DuckDB's types. */
export interface Table {
  step: string;
  output: string;
  columns: Readonly<Record<string, string>>;
}

/** Counts changes of the columns, so that an older cache is built anew. */
export const tablesVersion = 1;

/**
 * The tables of a corpus. Each row also says where it is from: `platform`, `video` (the platform's id) and `variant`. Times are
 * milliseconds from the start of the stream.
 */
export const tables = {
  messages: {
    step: "chat",
    output: "messages.jsonl.gz",
    columns: {
      id: "VARCHAR",
      atMs: "BIGINT",
      sentAt: "VARCHAR",
      author: "VARCHAR",
      roles: "VARCHAR[]",
      kind: "VARCHAR",
      amount: "DOUBLE",
      currency: "VARCHAR",
      text: "VARCHAR",
      emotes: "VARCHAR[]",
      origin: 'STRUCT(file VARCHAR, "index" BIGINT)',
    },
  },
  utterances: {
    step: "transcribe",
    output: "utterances.jsonl.gz",
    columns: {
      id: "VARCHAR",
      startMs: "BIGINT",
      endMs: "BIGINT",
      text: "VARCHAR",
      speaker: "VARCHAR",
      words: "STRUCT(text VARCHAR, startMs BIGINT, endMs BIGINT, probability DOUBLE)[]",
      confidence: "STRUCT(avgLogprob DOUBLE, noSpeech DOUBLE, compressionRatio DOUBLE)",
    },
  },
  chunks: {
    step: "chunk",
    output: "chunks.jsonl.gz",
    columns: {
      index: "INTEGER",
      startMs: "BIGINT",
      endMs: "BIGINT",
      lines: "STRUCT(source VARCHAR, ref VARCHAR, atMs BIGINT, text VARCHAR)[]",
      counts:
        "STRUCT(chatLines BIGINT, speechLines BIGINT, chatChars BIGINT, speechChars BIGINT, chatSpeechRatio DOUBLE, avgLogprob DOUBLE, filteredLines BIGINT)",
    },
  },
} satisfies Record<string, Table>;

/** The columns of the table `videos`, which is made of what the steps know of each video. */
export const videoColumns = {
  channelId: "VARCHAR",
  title: "VARCHAR",
  startedAt: "TIMESTAMP WITH TIME ZONE",
  durationMs: "BIGINT",
  language: "VARCHAR",
  viewCount: "BIGINT",
  chatOffsetMs: "BIGINT",
} as const;
