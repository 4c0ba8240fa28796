export { type Basis, bases, requireBasis } from "./basis.ts";
export { type ChatCoverage, chatCoverage } from "./chatCoverage.ts";
export { collectVodChat, type FetchRun, vodChatState } from "./twitch/collectVodChat.ts";
export { fetchVodChat, type TwitchEffects, type VodChatOptions } from "./twitch/fetchVodChat.ts";
export { defaultGqlAccess, type GqlAccess } from "./twitch/gqlAccess.ts";
