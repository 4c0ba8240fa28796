export { type Basis, bases, requireBasis } from "./basis.ts";
export { type ChatCoverage, chatCoverage } from "./chatCoverage.ts";
export { type HttpCall, type HttpDoor, type HttpOptions, makeHttpDoor, type RequestEntry } from "./http/httpDoor.ts";
export { httpError, type Refusal } from "./http/httpError.ts";
export { checkSecret, hideSecrets } from "./http/secret.ts";
export { collectVodChat, type FetchRun, vodChatState } from "./twitch/collectVodChat.ts";
export { fetchVodChat, type TwitchEffects, type VodChatOptions } from "./twitch/fetchVodChat.ts";
export { defaultGqlAccess, type GqlAccess } from "./twitch/gqlAccess.ts";
