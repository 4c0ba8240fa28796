import { type ChatFormat, count, type RawMessage, type ReadReport } from "./contract.ts";
import { countUnknown } from "./countUnknown.ts";
import { dig, listOf, numberOf, textOf } from "./jsonValue.ts";
import { messageTimer, type SaidTime } from "./messageTimer.ts";
import { readJsonDocuments } from "./readJsonDocuments.ts";
import { skip } from "./skip.ts";
import { readYoutubeItem } from "./youtubeItem.ts";

/** Actions that add no message; each is counted by its name. */
const events = new Set([
  ...["removeChatItemAction", "removeChatItemByAuthorAction", "replaceChatItemAction", "replaceLiveChatRendererAction"],
  ...["markChatItemAsDeletedAction", "markChatItemsByAuthorAsDeletedAction", "liveChatReportModerationStateCommand"],
  ...["addBannerToLiveChatCommand", "removeBannerForLiveChatCommand", "updateLiveChatBannerCommand"],
  ...["showLiveChatActionPanelAction", "updateLiveChatPollAction", "closeLiveChatActionPanelAction"],
  ...["showLiveChatTooltipCommand", "showLiveChatDialogAction", "showLiveChatSurveyCommand", "signalAction"],
  ...["addInteractivityWidgetAction", "updateOrAddInteractivityWidgetAction", "changeEngagementPanelVisibilityAction"],
]);

const actions = new Set(["addChatItemAction", "addLiveChatTickerItemAction", ...events]);

/** What is read, and fields beside an action that say nothing of the chat. */
const known = new Set([...actions, "videoOffsetTimeMsec", "isLive", "clickTrackingParams", "trackingParams"]);

const marks =
  /"(replayChatItemAction|addChatItemAction|liveChatContinuation|liveChatRenderer|addLiveChatTickerItemAction)"\s*:/;
const emptyPage = /^\s*\{(?=[\s\S]*"responseContext"\s*:)(?=[\s\S]*"(csn|xsrf_token|trackingParams)"\s*:)/;

/**
 * YouTube's own live chat: the `live_chat.json` of yt-dlp (one record a line, of a replay or captured live), and raw pages
 * of a replay or a live chat, one a file or one a line. Offsets are read where the page has them; a live page has wall-clock
 * times only. Tickers repeat a message of the chat and are dropped (`ticker-duplicate`).
 */
export const youtubeLiveChat: ChatFormat = {
  name: "youtube-live-chat",
  holds: "chat",
  recognise: ({ text, whole }) => marks.test(text) || (whole && emptyPage.test(text)),
  async *read(bytes, report, options) {
    const timeOf = messageTimer(report);
    let index = 0;
    for await (const documents of readJsonDocuments(bytes, report, options)) {
      const batch: RawMessage[] = [];
      for (const { action, offset } of documents.flatMap((document) => timedActions(document, report))) {
        const place = index++;
        const item = addedItem(action, report);
        const message = item && readYoutubeItem(item.name, item.renderer, report);
        const time = message && timeOf(saidTime(item.renderer, offset));
        if (time) batch.push({ index: place, ...time, ...message });
      }
      if (batch.length > 0) yield batch;
    }
  },
};

interface TimedAction {
  action: unknown;
  /** `videoOffsetTimeMsec`, which a live capture has beside the replay's actions and a replay among them. */
  offset: unknown;
}

function timedActions(document: unknown, report: ReadReport): TimedAction[] {
  const parts = Array.isArray(document) ? document : [document];
  return parts.flatMap((part) => pageActions(part, report)).flatMap(replayActions);
}

/** The actions of a page, or the value itself where it is a record. */
function pageActions(value: unknown, report: ReadReport): readonly unknown[] {
  const page = dig(value, "response") ?? value;
  const chat = dig(page, "continuationContents", "liveChatContinuation") ?? dig(page, "contents", "liveChatRenderer");
  if (chat !== undefined) return listOf(dig(chat, "actions"));
  if (dig(page, "responseContext") === undefined) return [value];
  if (report.noted) count(report.noted, "page-without-chat");
  return [];
}

function replayActions(value: unknown): TimedAction[] {
  const replay = dig(value, "replayChatItemAction");
  const outer = dig(value, "videoOffsetTimeMsec");
  if (replay === undefined) return [{ action: value, offset: outer }];
  const offset = dig(replay, "videoOffsetTimeMsec") ?? outer;
  return listOf(dig(replay, "actions")).map((action) => ({ action, offset }));
}

/** The item that an action adds to the chat; any other action is counted. */
function addedItem(action: unknown, report: ReadReport): { name: string; renderer: unknown } | undefined {
  if (typeof action !== "object" || action === null) return skip(report, "bad-row");
  let added: { name: string; renderer: unknown } | undefined;
  if (!Object.keys(action).some((key) => actions.has(key))) count(report.skipped, "unknown-action");
  for (const key of Object.keys(action)) {
    if (key === "addChatItemAction") {
      const item = dig(action, key, "item");
      const name = typeof item === "object" && item !== null ? Object.keys(item)[0] : undefined;
      if (name === undefined) count(report.skipped, "bad-row");
      else added = { name, renderer: dig(item, name) };
    } else if (key === "addLiveChatTickerItemAction") count(report.skipped, "ticker-duplicate");
    else if (events.has(key)) count(report.skipped, key);
  }
  countUnknown(action, known, "actions[].", report);
  return added;
}

function saidTime(renderer: unknown, offset: unknown): SaidTime {
  const sentUsec = numberOf(dig(renderer, "timestampUsec"));
  return {
    offsetMs: numberOf(offset),
    shown: textOf(dig(renderer, "timestampText", "simpleText")),
    sentMs: sentUsec === undefined ? undefined : sentUsec / 1000,
  };
}
