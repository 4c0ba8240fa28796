import { seededRandom } from "#lib/effects/index.ts";
import { drawShare } from "./draws.ts";
import { type SimulatedStream, simulateStream } from "./simulateStream.ts";
import { StreamSpec, type StreamSpecInput } from "./streamSpec.ts";
import { readTexts, type Texts } from "./texts.ts";

/** A set of streams of one kind: their leaks differ from stream to stream as the intra-class correlation says. */
export interface StreamsOptions {
  /** What is the same in all of them; `leak` is the mean over streams. Stream i has the id `<id>-<i>`, from 1. */
  spec: StreamSpecInput;
  streams: number;
  /** Intra-class correlation of "was leaked" within a stream, 0 (all alike) to 1 (all or nothing). */
  intraclassCorrelation?: number;
  seed: string;
  texts?: Texts;
}

/**
 * Simulates the streams of one study, one after another, each made when it is asked for. The share of leaked facts of a
 * stream is Beta distributed about the mean, so that facts of one stream resemble one another.
 *
 * @example
 * for (const stream of simulateStreams({ spec, streams: 12, intraclassCorrelation: 0.1, seed: "study-1" })) use(stream);
 */
export function* simulateStreams(options: StreamsOptions): Iterable<SimulatedStream> {
  const spec = StreamSpec.parse(options.spec);
  const texts = options.texts ?? readTexts(spec.language);
  const random = seededRandom(`${options.seed}|leaks of streams`);
  for (let i = 1; i <= options.streams; i++) {
    const leak = drawShare(spec.leak, options.intraclassCorrelation ?? 0, random);
    yield simulateStream({ spec: { ...spec, id: `${spec.id}-${i}`, leak }, seed: options.seed, texts });
  }
}
