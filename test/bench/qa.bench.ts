import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chunkStream } from "#lib/chunk/index.ts";
import { openCorpus } from "#lib/corpus/index.ts";
import { silentProgress } from "#lib/effects/index.ts";
import { askStudy, parseStudy, type StudyMaterial, writeQuestions } from "#lib/qa/index.ts";
import { Arm, type Chunk, type Video } from "#lib/records/index.ts";
import { simulateStream } from "#lib/simulate/index.ts";
import { openDirectoryStore } from "#lib/store/index.ts";

/**
 * How long the embedded readers take for a thousand chunks: two questions a chunk, every arm, the four rotations, every
 * reader, with the answers written to a corpus. Prints one row of the table of main.ts. Argument: chunks (1000).
 */
const wanted = Number(process.argv[2] ?? 1000);
const languages = ["ja", "en", "ko"] as const;

function makeMaterial(): StudyMaterial {
  const chunks: Chunk[] = [];
  const videos: Video[] = [];
  while (chunks.length < wanted) {
    const language = languages[videos.length % 3]!;
    const id = `bench-${videos.length}`;
    const plan = { leak: 0.4, lagSeconds: 5, chatPerMinute: 8, utterancesPerMinute: 8, wordErrorRate: 0.1 };
    const stream = simulateStream({ spec: { platform: "other", id, language, ...plan }, seed: "bench" });
    const messages = stream.messages.map(({ index, atMs = 0, author, ...message }) => ({
      ...{ ...message, id: `m${index}`, atMs, author: author.name },
      origin: { file: "simulated", index },
    }));
    const settings = { windowSeconds: 600, overlapSeconds: 0, lagSeconds: 0 };
    chunks.push(...chunkStream({ video: stream.video, messages, utterances: stream.utterances, settings }));
    videos.push({ ...stream.video, language });
  }
  const languageOf: StudyMaterial["languageOf"] = ({ id }) => languages[Number(id.slice(6)) % 3]!;
  return { videos, chunks: chunks.slice(0, wanted), languageOf };
}

async function bench(folder: string): Promise<void> {
  const material = makeMaterial();
  const readers = ["sliding-window-distance", "bm25", "choices-only", "oracle"];
  const study = parseStudy(
    JSON.stringify({
      ...{ name: "bench", title: "bench", corpus: ".", seed: "bench", readers, orders: ["rotations"] },
      primary: { reader: "bm25", arm: "chat", against: ["none"] },
    }),
    "bench",
  );
  const corpus = await openCorpus(openDirectoryStore(folder), { create: true, key: Buffer.alloc(32, 1) });
  const startMs = performance.now();
  const { questions } = writeQuestions({ ...material, seed: "bench" });
  const writtenMs = performance.now();
  const { asked } = await askStudy(corpus, study, material, questions, silentProgress);
  const seconds = (performance.now() - startMs) / 1000;
  const writeSeconds = (writtenMs - startMs) / 1000;
  console.log(
    `| ${material.chunks.length} chunks, ${questions.length} questions, ${Arm.options.length} arms, 4 orders, ${readers.length} readers | ` +
      `${seconds.toFixed(1)} s: write ${writeSeconds.toFixed(1)}, ask ${(seconds - writeSeconds).toFixed(1)} | none | ` +
      `${asked} answers | under 60 s |`,
  );
  if (seconds >= 60) process.exitCode = 1;
}

const folder = mkdtempSync(join(tmpdir(), "livecorpus-bench-"));
void bench(folder).finally(() => rmSync(folder, { recursive: true }));
