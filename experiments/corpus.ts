import { type Artefact, type Row, renderTable } from "#lib/report/index.ts";
import type { Experiment, StreamSummary } from "./studyResults.ts";

/** The corpus table: how much of what, by platform and language. */
export const corpus: Experiment = {
  name: "corpus",
  run({ study, streams }): Artefact[] {
    const groups = new Map<string, StreamSummary[]>();
    for (const stream of streams) {
      const key = `${stream.video.platform}/${stream.language}`;
      groups.set(key, [...(groups.get(key) ?? []), stream]);
    }
    const rows: Row[] = [...groups.keys()].sort().map((key) => row(key, groups.get(key)!));
    if (rows.length > 1) rows.push(row("all/all", streams));
    return renderTable({
      name: "corpus",
      title: `The corpus: ${study.title}`,
      keys: ["platform", "language"],
      columns: [
        { key: "platform", label: "platform" },
        { key: "language", label: "language" },
        { key: "videos", label: "videos" },
        { key: "hours", label: "hours", digits: 1 },
        { key: "messages", label: "messages" },
        { key: "authors", label: "authors a video", digits: 1 },
        { key: "paid", label: "paid" },
        { key: "utterances", label: "utterances" },
        { key: "chatChars", label: "chat characters" },
        { key: "speechChars", label: "speech characters" },
        { key: "ratio", label: "chat : speech", digits: 3 },
        { key: "chunks", label: "chunks" },
        { key: "withChat", label: "with chat" },
      ],
      rows,
      notes: [
        "Characters are Unicode code points of the lines that readers see. Paid counts paid messages and stickers.",
        ...study.notes,
      ],
    });
  },
};

function row(key: string, streams: readonly StreamSummary[]): Row {
  const sum = (of: (stream: StreamSummary) => number) => streams.reduce((total, stream) => total + of(stream), 0);
  const [platform, language] = key.split("/");
  const speechChars = sum((stream) => stream.speechChars);
  const chatChars = sum((stream) => stream.chatChars);
  return {
    values: {
      platform: platform!,
      language: language!,
      videos: streams.length,
      hours: sum((stream) => stream.lengthMs) / 3_600_000,
      messages: sum((stream) => stream.messages),
      authors: sum((stream) => stream.authors) / streams.length,
      paid: sum((stream) => (stream.kinds.paid ?? 0) + (stream.kinds.sticker ?? 0)),
      utterances: sum((stream) => stream.utterances),
      chatChars,
      speechChars,
      ratio: speechChars === 0 ? null : chatChars / speechChars,
      chunks: sum((stream) => stream.chunks),
      withChat: sum((stream) => stream.chunksWithChat),
    },
    sources: streams,
  };
}
