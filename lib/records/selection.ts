import { z } from "zod";
import { Platform, VideoKey } from "./video.ts";

const Count = z.number().int().nonnegative();
const Instant = z.iso.datetime({ offset: true });

/**
 * A video as a platform described it on the day of the selection. Nothing of it is about viewers; the title is what a
 * stranger wrote.
 */
export const Candidate = VideoKey.strict().extend({
  channelId: z.string().optional(),
  channel: z.string().optional(),
  title: z.string().optional(),
  startedAt: Instant.optional(),
  endedAt: Instant.optional(),
  durationMs: Count.optional(),
  viewCount: Count.optional(),
  /** Subscribers of the channel on YouTube, which rounds them, or followers on Twitch; asked for where strata need it. */
  channelSize: Count.optional(),
  /** Whether the platform says that there is a chat to collect; asked for where the rule needs it. */
  hasChat: z.boolean().optional(),
  language: z.string().optional(),
  /** True for a stream that is still running, whose chat and audio can only be captured. */
  live: z.literal(true).optional(),
  /** True where the platform named the video and then had no details of it: deleted or private by then. */
  gone: z.literal(true).optional(),
  /** The query, category, channel or list that found it first. */
  foundBy: z.string(),
  /** Where its files are, for a platform whose files are listed; names in the source's store. */
  files: z.strictObject({ comments: z.string(), speech: z.string().optional() }).optional(),
});
export type Candidate = z.infer<typeof Candidate>;

/** Why a candidate was left out, in the order in which it is asked. */
export const LeftOut = z.enum([
  "takenDown",
  "gone",
  "collected",
  "selectedBefore",
  "noTime",
  "outsideDates",
  "tooShort",
  "noChat",
  "channelCap",
  "notDrawn",
]);
export type LeftOut = z.infer<typeof LeftOut>;

/** What a sample keeps the proportions of. */
export const Stratifier = z.enum(["views", "duration", "channelSize", "day", "foundBy", "language"]);
export type Stratifier = z.infer<typeof Stratifier>;

/** How videos are chosen from a frame. */
export const SelectionRule = z.strictObject({
  /** How many at most; null for all. */
  take: z.number().int().positive().nullable(),
  /** `found` is the platform's own order, `number` the number of a Pococha live, the oldest first. */
  order: z.enum(["views", "newest", "random", "found", "number"]),
  stratify: Stratifier.nullable(),
  perChannel: z.number().int().positive().nullable(),
  minDurationMs: Count,
  /** When a stream has to have begun: from `from` on and before `to`. */
  from: Instant.nullable(),
  to: Instant.nullable(),
  /** True to leave out what has no start or no end, such as a stream that is not over. */
  needsTimes: z.boolean(),
  /** True to leave out what has no chat by the platform's word, and to draw another in its place. */
  requireChat: z.boolean().default(false),
  /** `collected` leaves out what the corpus has; `selected` also what an earlier selection chose. */
  leaveOut: z.enum(["nothing", "collected", "selected"]),
});
export type SelectionRule = z.infer<typeof SelectionRule>;

/** What a platform was asked. */
export const Asked = z.strictObject({
  preset: z.literal("original").nullable(),
  queries: z.array(z.string()),
  categories: z.array(z.string()),
  channels: z.array(z.string()),
  videos: z.array(z.string()),
  /** Each query is asked for each window; none means without dates. */
  windows: z.array(z.strictObject({ from: Instant, to: Instant })),
  region: z.string().nullable(),
  language: z.string().nullable(),
  order: z.string().nullable(),
  period: z.string().nullable(),
  /** The most pages of one query in one window, or null for no bound of ours. */
  pages: z.number().int().positive().nullable(),
  /** The most candidates, or null. */
  candidates: z.number().int().positive().nullable(),
  live: z.boolean(),
  /** Where files are listed from, and how their columns are named. */
  source: z.record(z.string(), z.unknown()).nullable(),
});
export type Asked = z.infer<typeof Asked>;

/** On what ground somebody collects. */
export const CollectionBasis = z.enum(["own", "permission", "research-programme", "import"]);

/**
 * Which videos were chosen, and all that is needed to see how: what was asked, every candidate with the reason why it was left
 * out, the rule and the seed. Choosing a video does not mark it as collected.
 */
export const Selection = z
  .strictObject({
    version: z.literal(1),
    name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
    platform: Platform,
    basis: CollectionBasis,
    terms: z.strictObject({ note: z.string(), url: z.string().nullable(), retentionDays: Count.nullable() }),
    askedAt: Instant,
    finishedAt: Instant,
    asked: Asked,
    /** Calls that were made, and what they cost of the platform's quota where it has one. */
    cost: z.strictObject({ calls: Count, units: Count.nullable() }),
    /** What the reader of the selection has to know, e.g. a search that ended at the platform's ceiling. */
    notes: z.array(z.string()),
    rule: SelectionRule,
    seed: z.string(),
    frame: z.array(Candidate.extend({ leftOut: LeftOut.nullable() })),
    /** How many could be drawn and how many were; a chosen video's share of its stratum is its probability. */
    strata: z.array(z.strictObject({ stratum: z.string(), eligible: Count, chosen: Count })),
    /** In the order of the rule. */
    chosen: z.array(VideoKey.strict()),
  })
  .superRefine(({ frame, chosen }, context) => {
    const free = new Set(
      frame.filter(({ leftOut }) => leftOut === null).map(({ platform, id }) => `${platform}/${id}`),
    );
    const same = chosen.length === free.size && chosen.every(({ platform, id }) => free.has(`${platform}/${id}`));
    if (!same)
      context.addIssue({ code: "custom", path: ["chosen"], message: "expected the candidates that were not left out" });
  });
export type Selection = z.infer<typeof Selection>;
