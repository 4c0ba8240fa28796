import { openCorpus, purgeExpired, type Retained, type RetentionOutlook, retentionOutlook } from "#lib/corpus/index.ts";
import { InputError } from "#lib/errors.ts";
import { openCorpusStore } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";

/** `livecorpus purge --expired`: removes the raw sources whose time has passed, after it has listed them. */
export async function runPurgeExpired(
  flags: { corpus: string; dryRun?: true; yes?: true; json?: true },
  effects: Effects,
): Promise<void> {
  const { clock, stdout } = effects;
  if (!flags.yes && !flags.dryRun)
    throw new InputError("A purge cannot be undone. Expected --dry-run, which lists what would go, or --yes.");
  const corpus = await openCorpus(openCorpusStore(flags.corpus, effects));
  const { expired, soon } = await retentionOutlook(corpus, clock);
  if (!flags.json) stdout.write(expired.map(lineOf).join(""));
  const objects = flags.dryRun ? 0 : await purgeExpired(corpus, expired, clock);
  if (flags.json) stdout.write(`${JSON.stringify({ dryRun: flags.dryRun ?? false, objects, expired, soon })}\n`);
  else if (flags.dryRun)
    stdout.write(`${expired.length} sources have expired. Nothing was removed: --yes removes them.\n`);
  else stdout.write(`${expired.length} sources have expired: ${objects} objects removed.\n`);
}

function lineOf({ video, step, variant, basis, collectedAt, retentionDays, expiresAt, objects }: Retained): string {
  return (
    `${video.platform} ${video.id} ${step}.${variant}: ${objects.length} objects, collected ${day(collectedAt)} ` +
    `(${basis}), to be kept for ${retentionDays} days, until ${day(expiresAt)}\n`
  );
}

/** What is to be removed now and soon, in a sentence; null where there is nothing to say. */
export function retentionText({ expired, soon }: RetentionOutlook): string | null {
  const [next] = soon;
  const later = next
    ? `${soon.length} raw sources are to be removed within a week, the first on ${day(next.expiresAt)}.`
    : "";
  if (expired.length === 0) return later === "" ? null : later;
  const now = `${expired.length} raw sources have outlived the time for which they may be kept.`;
  return later === "" ? now : `${now} ${later}`;
}

const day = (time: string) => time.slice(0, 10);
