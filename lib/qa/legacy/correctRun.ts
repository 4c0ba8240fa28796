import { clusteredLogit, type Interval } from "#lib/stats/index.ts";
import { passesGate } from "../protocols/passesGate.ts";
import { type Protocol, protocolStages, type Stage } from "../protocols/stages.ts";
import type { LegacyReply } from "./legacyReplies.ts";

/** One stage with what the original counted wrongly set right. */
export interface CorrectedStage {
  readonly stage: Stage;
  /** Questions with a reply that is one, through a gate that is decided. */
  readonly asked: number;
  readonly invalid: number;
  /** Empty replies, to be asked again; they are no answers and count nowhere. */
  readonly failed: number;
  /** Replies to questions that the stage's gate shuts out, or whose gate an empty reply would have to decide. */
  readonly leftOut: number;
  /** Right among those with a choice, clustered by live. */
  readonly excluded: Interval;
  /** Right among all asked: an invalid answer is a wrong one. */
  readonly wrong: Interval;
}

/** A reply that has to be asked for again, and why. */
export interface Requeued {
  readonly reply: LegacyReply;
  readonly because: "empty reply" | "gate decided by an empty reply";
}

/**
 * The numbers of a run as they should have been (specification 14: A4, C5, C6, D1): each question once, empty replies as not
 * asked, both policies for invalid answers in every stage alike, intervals clustered by live, and a gate that an empty reply
 * decided left open.
 *
 * @param replies one for each question and stage
 */
export function correctRun(
  protocol: Protocol,
  replies: readonly LegacyReply[],
): { stages: CorrectedStage[]; requeue: Requeued[] } {
  const byName = new Map(replies.map((reply) => [nameOf(reply, reply.stage), reply]));
  const requeue: Requeued[] = [];
  const stages = protocolStages(protocol).map((stage) => {
    const own = replies.filter((reply) => reply.stage.name === stage.name);
    const gated = own.map((reply) => ({ reply, gate: gateOf(protocol, stage, reply, byName) }));
    for (const { reply, gate } of gated)
      if (reply.outcome === "failed") requeue.push({ reply, because: "empty reply" });
      else if (gate === "undecided") requeue.push({ reply, because: "gate decided by an empty reply" });
    const counted = gated.flatMap(({ reply, gate }) => (gate === "open" && reply.outcome !== "failed" ? [reply] : []));
    const answered = counted.filter((reply) => reply.outcome === "answered");
    return {
      stage,
      asked: counted.length,
      invalid: counted.length - answered.length,
      failed: own.filter((reply) => reply.outcome === "failed").length,
      leftOut: gated.filter(({ reply, gate }) => gate !== "open" && reply.outcome !== "failed").length,
      excluded: clusteredLogit(byLive(answered)),
      wrong: clusteredLogit(byLive(counted)),
    };
  });
  return { stages, requeue };
}

/** Whether a question comes through the gate of its stage; undecided where an empty reply would have to say so. */
function gateOf(
  protocol: Protocol,
  stage: Stage,
  reply: LegacyReply,
  byName: ReadonlyMap<string, LegacyReply>,
): "open" | "shut" | "undecided" {
  if (stage.gate === "all") return "open";
  const at = (body: Stage["body"]) => {
    const first = protocolStages(protocol).find(
      (one) => one.question === stage.question && one.body === body && one.gate === "all",
    );
    return first ? (byName.get(nameOf(reply, first)) ?? null) : null;
  };
  const deciding = stage.gate === "combinedRight" ? [at("combined")] : [at("combined"), at("none")];
  if (deciding.some((one) => one === null || one.outcome === "failed")) return "undecided";
  return passesGate(stage.gate, deciding[0]!, deciding[1] ?? null) ? "open" : "shut";
}

function byLive(replies: readonly LegacyReply[]): number[][] {
  const lives = new Map<string, number[]>();
  for (const { liveId, correct } of replies) {
    const scores = lives.get(liveId) ?? [];
    lives.set(liveId, scores);
    scores.push(correct ?? 0);
  }
  return [...lives.values()];
}

const nameOf = ({ liveId, chunkIndex }: LegacyReply, stage: Stage) => JSON.stringify([stage.name, liveId, chunkIndex]);
