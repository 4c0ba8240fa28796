import { z } from "zod";

/** The platforms that the project collects from, and `other` for what a reader brings. */
export const Platform = z.enum(["youtube", "twitch", "pococha", "other"]);
export type Platform = z.infer<typeof Platform>;

/** A video's name in a corpus: its platform and the platform's own id, never parsed out of a file name. */
export const VideoKey = z.object({ platform: Platform, id: z.string().min(1) });
export type VideoKey = z.infer<typeof VideoKey>;

/** What is known of one stream; times in integer milliseconds. */
export const Video = VideoKey.extend({
  channelId: z.string().optional(),
  title: z.string().optional(),
  startedAt: z.iso.datetime({ offset: true }).optional(),
  durationMs: z.number().int().nonnegative().optional(),
  language: z.string().optional(),
  viewCount: z.number().int().nonnegative().optional(),
  chatOffsetMs: z.number().int().optional(),
  source: z
    .object({
      tool: z.string(),
      version: z.string().optional(),
      collectedAt: z.iso.datetime({ offset: true }).optional(),
      basis: z.enum(["own", "permission", "research-programme", "import", "synthetic"]),
      /** How many days from then on the raw sources may be kept; as long as was agreed where it is missing. */
      retentionDays: z.number().int().nonnegative().optional(),
    })
    .optional(),
});
export type Video = z.infer<typeof Video>;
