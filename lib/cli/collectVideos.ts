import {
  defaultDownloadLimits,
  defaultGqlAccess,
  defaultPrograms,
  defaultTwitchDownloader,
  PocochaSource,
  readSelection,
  requireBasis,
  termsOf,
  videoUrl,
  watchLogin,
} from "#lib/collect/index.ts";
import type { Corpus } from "#lib/corpus/index.ts";
import { seededRandom, systemSleep } from "#lib/effects/index.ts";
import { InputError } from "#lib/errors.ts";
import { Platform, type Selection } from "#lib/records/index.ts";
import { type ChosenVideo, collectSteps, collectTasks } from "./collectSteps.ts";
import { openCorpusStore } from "./corpusStore.ts";
import type { Effects } from "./effects.ts";

/**
 * The videos that are named one by one.
 *
 * @param names as platform:id
 * @param flags.retentionDays in the place of what the platform's terms ask for
 * @throws InputError for what names no video, and without a basis
 */
export function namedVideos(
  names: readonly string[],
  { basis, retentionDays }: { basis?: string | undefined; retentionDays?: number | undefined },
): ChosenVideo[] {
  return names.map((text) => {
    const [, platform = "", id = ""] = /^([a-z]+):(.+)$/s.exec(text) ?? [];
    const known = Platform.safeParse(platform);
    if (!known.success || (platform !== "youtube" && platform !== "twitch"))
      throw new InputError(`Expected youtube:ID or twitch:NUMBER, found ${JSON.stringify(text)}.`);
    const video = { platform: known.data, id };
    videoUrl(video);
    return {
      ...video,
      basis: requireBasis(basis),
      retentionDays: retentionDays ?? termsOf[platform].retentionDays,
    };
  });
}

/**
 * The chosen videos of a selection, with what it knows of their length and files, on its basis.
 *
 * @param flags.basis in the place of the selection's own
 * @param flags.retentionDays in the place of what the selection says
 * @param flags.source where its files are, in the place of what it says
 */
export function selectedVideos(
  { name, chosen, frame, asked, ...selection }: Selection,
  flags: { basis?: string | undefined; retentionDays?: number | undefined; source?: string | undefined },
  effects: Effects,
): ChosenVideo[] {
  const live = new Set(frame.filter((candidate) => candidate.live).map(({ id }) => id));
  const running = chosen.find(({ id }) => live.has(id));
  if (running)
    throw new InputError(
      `The selection ${name} has streams that were running, e.g. ${running.id}. Their chat can only be captured while they run.`,
    );
  const basis = requireBasis(flags.basis ?? selection.basis);
  const retentionDays = flags.retentionDays ?? selection.terms.retentionDays;
  const source = asked.source ? PocochaSource.parse(asked.source) : undefined;
  const fileSource = source && { source, store: openCorpusStore(flags.source ?? source.from, effects) };
  const known = new Map(frame.map((candidate) => [candidate.id, candidate]));
  return chosen.map((video) => {
    const { durationMs, files } = known.get(video.id) ?? {};
    return { ...video, basis, retentionDays, durationMs, files, fileSource };
  });
}

/** The tasks of a collection for those who only look: nothing of it can be run. */
export async function selectedTasks(corpus: Corpus, names: readonly string[], effects: Effects) {
  const selections = await Promise.all(names.map((name) => readSelection(corpus, name)));
  const videos = selections.flatMap((selection) => selectedVideos(selection, {}, effects));
  const { clock, env } = effects;
  return collectTasks(videos, collectSteps, {
    ...{ corpus, programs: defaultPrograms, downloads: "", limits: defaultDownloadLimits, access: defaultGqlAccess },
    ...{ chatSource: "auto", twitchDownloader: defaultTwitchDownloader },
    login: watchLogin({ path: null, wait: false, restMs: 0, say: () => {} }),
    effects: { clock, env, sleep: systemSleep, random: seededRandom(names.join()), fetch: effects.fetch ?? fetch },
    onProgress: () => {},
  });
}
