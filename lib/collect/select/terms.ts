import type { Platform, Selection } from "#lib/records/index.ts";

/** What a platform asks of those who keep its data, as far as we could read it; whoever collects answers for it. */
export const termsOf: Readonly<Record<Exclude<Platform, "other">, Selection["terms"]>> = {
  youtube: {
    note:
      "API data is to be refreshed or deleted after 30 days; downloading outside the API is restricted by the terms of " +
      "service. The Researcher Program has terms of its own. Read them before you collect.",
    url: "https://developers.google.com/youtube/terms/developer-policies",
    retentionDays: 30,
  },
  twitch: {
    note:
      "The developer agreement allows no stored copies beyond 24 hours without authorisation or rights; research needs an " +
      "agreement of its own. The chat of recordings is not part of the official API. Read the terms before you collect.",
    url: "https://legal.twitch.com/legal/developer-agreement/",
    retentionDays: 1,
  },
  pococha: {
    note: "Files of a partner: what may be kept, and for how long, is what was agreed with the partner.",
    url: null,
    retentionDays: null,
  },
};
