import { z } from "zod";
import type { WorkEvent } from "../context.ts";
import type { WorkerReport } from "../runWorker.ts";

/** What the supervisor tells a child: who it is and where to begin; then, at most once, to stop. */
export const ToChild = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("start"),
    name: z.string(),
    shard: z.object({ index: z.number().int(), count: z.number().int() }).nullable(),
  }),
  z.object({ kind: z.literal("stop") }),
]);
export type ToChild = z.infer<typeof ToChild>;

/** What a child tells its supervisor; both are this program, so the types are enough. */
export type FromChild =
  | { readonly kind: "ready" }
  | { readonly kind: "event"; readonly event: WorkEvent }
  | { readonly kind: "report"; readonly report: WorkerReport }
  | { readonly kind: "error"; readonly name: string; readonly message: string };
