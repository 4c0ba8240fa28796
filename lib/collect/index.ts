export { type Basis, bases, requireBasis } from "./basis.ts";
export { type ChatCoverage, chatCoverage } from "./chatCoverage.ts";
export { checkUp } from "./doctor/checkUp.ts";
export type { Finding } from "./doctor/finding.ts";
export { checkDuration, type DurationVerdict } from "./download/checkDuration.ts";
export { audioStep, collectAudio } from "./download/collectAudio.ts";
export { collectRemux, remuxStep } from "./download/collectRemux.ts";
export { collectYoutubeChat, youtubeChatVariant } from "./download/collectYoutubeChat.ts";
export { type CookieFile, checkCookies, readCookieFile } from "./download/cookieFile.ts";
export { type DownloadedAudio, downloadAudio } from "./download/downloadAudio.ts";
export { downloadChat } from "./download/downloadChat.ts";
export { readProgress } from "./download/downloadProgress.ts";
export { type MediaFacts, probeMedia } from "./download/probeMedia.ts";
export { defaultPrograms, type Programs } from "./download/programs.ts";
export { redact } from "./download/redact.ts";
export { remuxAudio } from "./download/remuxAudio.ts";
export { type LoginWatch, watchLogin } from "./download/watchLogin.ts";
export { type DownloadLimits, type DownloadOptions, defaultDownloadLimits } from "./download/ytDlp.ts";
export { videoUrl, ytDlpArguments } from "./download/ytDlpArguments.ts";
export { type Trouble, troubleOf } from "./download/ytDlpError.ts";
export { versionAgeDays, ytDlpVersion } from "./download/ytDlpVersion.ts";
export type { Fetched } from "./fetched.ts";
export { type HttpCall, type HttpDoor, type HttpOptions, makeHttpDoor, type RequestEntry } from "./http/httpDoor.ts";
export { httpError, type Refusal } from "./http/httpError.ts";
export { captureLiveAudio, type LiveAudio } from "./live/captureLiveAudio.ts";
export { captureStream, type StreamCapture } from "./live/captureStream.ts";
export { collectLiveAudio, type LiveAudioCoverage, liveAudioStep } from "./live/collectLiveAudio.ts";
export { joinLiveAudio } from "./live/joinLiveAudio.ts";
export { type BegunCapture, dropCapture, listCaptures, noteCapture } from "./live/liveCaptures.ts";
export { askLiveStream, type LiveStream } from "./live/liveStream.ts";
export { collectFiles, filesState, type LiveFiles } from "./pococha/collectFiles.ts";
export { findPococha } from "./pococha/findPococha.ts";
export { PocochaSource, parsePocochaSource } from "./pococha/pocochaSource.ts";
export { chooseVideos, type Objection } from "./select/chooseVideos.ts";
export { dateWindows } from "./select/dateWindows.ts";
export {
  type Assumptions,
  type Estimate,
  estimateAsking,
  estimateSelection,
  type SelectionCost,
} from "./select/estimate.ts";
export { type ChatAccess, hasChat } from "./select/hasChat.ts";
export { parseVideoId } from "./select/parseVideoId.ts";
export { planSelection, type SelectionRequest } from "./select/planSelection.ts";
export { checkSelectionName, listSelections, readSelection } from "./select/selectionFile.ts";
export { type Access, type SelectOptions, selectVideos } from "./select/selectVideos.ts";
export { termsOf } from "./select/terms.ts";
export { captureLiveChat, type LiveCapture, type LiveOptions } from "./twitch/captureLiveChat.ts";
export { collectLiveChat, type LiveCoverage } from "./twitch/collectLiveChat.ts";
export { type ChatSource, chatSources, collectTwitchChat, twitchChatState } from "./twitch/collectTwitchChat.ts";
export { collectVodChat, type FetchRun, fetchChatStep, vodChatState } from "./twitch/collectVodChat.ts";
export { fetchVodChat, type TwitchEffects, type VodChatOptions } from "./twitch/fetchVodChat.ts";
export { defaultGqlAccess, type GqlAccess, parseGqlAccess } from "./twitch/gqlAccess.ts";
export { type Helix, type HelixAccess, makeHelix } from "./twitch/helix.ts";
export { helixDurationMs } from "./twitch/helixVideos.ts";
export { connectTwitchIrc, twitchIrc } from "./twitch/ircSession.ts";
export { type LiveGap, makeLiveGaps } from "./twitch/liveGaps.ts";
export { defaultTwitchDownloader } from "./twitch/twitchDownloader.ts";
export { isoDurationMs } from "./youtube/isoDuration.ts";
export { pacificDay, untilPacificMidnightMs } from "./youtube/pacificDay.ts";
export { makeQuotaMeter, ordinaryDailyUnits, type QuotaMeter } from "./youtube/quotaMeter.ts";
