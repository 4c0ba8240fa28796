import { z } from "zod";

const Id = z.union([z.string(), z.number()]).transform(String);
const Position = z.number().int();
const Name = z.object({
  key: z.string(),
  live_id: Id,
  chunk_idx: z.union([z.null(), z.coerce.number().int()]),
  qname: z.enum(["Q1", "Q2"]),
});

/** `logs/{stage}/by_key/{key}.json` of B and C. */
export const LegacyLog = Name.extend({
  new_gt_index: Position,
  pred_index: Position.nullable(),
  invalid_format: z.union([z.literal(0), z.literal(1)]),
  correct: z.union([z.literal(0), z.literal(1)]).nullable(),
  raw_response: z.string().optional(),
});
export type LegacyLog = z.infer<typeof LegacyLog>;

/** `shuffled/by_key/{key}.json` of B and C. */
export const LegacyShuffle = Name.extend({
  question: z.unknown().optional(),
  orig_choices: z.array(z.unknown()).length(4),
  new_choices: z.array(z.unknown()).length(4),
  orig_gt_index: Position,
  new_gt_index: Position,
  perm_new_to_old: z.array(Position).length(4),
});
export type LegacyShuffle = z.infer<typeof LegacyShuffle>;

export const LegacySelection = z.object({ live_ids: z.array(Id) });

export const LegacyManifest = z.looseObject({
  run_label: z.string(),
  run_tag: z.string().optional(),
  run_id: Id.optional(),
  model_name: z.string().optional(),
  created_at: z.string().optional(),
  rng_seed_base: z.number().int().default(20240917),
});
