import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { type AskedOf, type Fault, loopbackTwitch, type Said } from "../twitch/loopbackTwitch.ts";
import type { ShowFault } from "./showFaults.ts";

/** The pages, media and chats of YouTube and Twitch on this machine. */
export interface ShowPlatforms {
  url: string;
  /** What goes wrong, by `platform/id`; it may be set at any time. */
  faults: Map<string, ShowFault>;
  /** The cookie that YouTube accepts once it has asked for a login. */
  goodCookie: string;
  /** After so many pages YouTube asks for a login. */
  wallAfter: number;
  /** Called when it does so for the first time. */
  onWall: () => void;
  /** How often a page of YouTube was refused for want of a login. */
  refused: number;
  close(): Promise<void>;
}

/** What is written in a video's chat. */
export const chatOf = (platform: string, id: string, messages = 13): Said[] =>
  Array.from({ length: messages }, (_, i) => [`${platform}-${id}-${i}`, i * 7]);

/** The media of every video, its length aside: a video's own bytes are told apart by a tail that players pass over. */
export function mediaOf(tone: Buffer, platform: string, id: string): Buffer {
  const tail = Buffer.alloc(40);
  tail.writeUInt32BE(40, 0);
  tail.write("free", 4);
  createHash("sha256").update(`${platform}/${id}`).digest().copy(tail, 8);
  return Buffer.concat([tone, tail]);
}

/**
 * Starts the platforms.
 *
 * @param media.tone a whole audio file, `media.short` one that lacks its end
 * @param real which videos of YouTube are handed to the real yt-dlp
 */
export async function startShowPlatforms(
  media: { tone: Buffer; short: Buffer },
  real: (id: string) => boolean,
): Promise<ShowPlatforms> {
  const seen = new Map<string, number>();
  /** How often this was asked before. */
  const before = (what: string) => {
    const count = seen.get(what) ?? 0;
    seen.set(what, count + 1);
    return count;
  };
  let pages = 0;
  const twitch = loopbackTwitch({
    said: (id) => chatOf("twitch", id),
    pageSize: 4,
    faults: (_, of) => twitchFault(show.faults.get(`twitch/${of.video}`), of),
  });

  const page = (platform: string, id: string, what: string, cookie: string) => {
    const fault = show.faults.get(`${platform}/${id}`);
    const words = (text: string) => ({ says: `ERROR: [${platform}] ${id}: ${text}` });
    if (platform === "youtube" && ++pages > show.wallAfter && cookie !== show.goodCookie) {
      if (show.refused++ === 0) show.onWall();
      return words(`Sign in to confirm you’re not a bot (login ${cookie}). Use --cookies for the authentication`);
    }
    if (fault === "removed") return words("Video unavailable. This video has been removed by the uploader");
    if (fault === "private") return words("Private video. Sign in if you've been granted access to this video");
    if (fault === "gone") return words(`Video ${id} does not exist`);
    if (fault === "tooMany" && platform === "youtube" && before(`many ${id}`) === 0)
      return words("Unable to download API page: HTTP Error 429: Too Many Requests");
    return { real: what === "audio" && platform === "youtube" && fault === undefined && real(id) };
  };
  const sendMedia = async (platform: string, id: string, request: IncomingMessage, response: ServerResponse) => {
    const fault = show.faults.get(`${platform}/${id}`);
    const isShort = fault === "short" && before(`short ${id}`) === 0;
    const bytes = isShort ? media.short : mediaOf(media.tone, platform, id);
    const from = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    if (fault === "down" && before(`down ${id}`) === 0) return void response.writeHead(503).end();
    response.writeHead(from === 0 ? 200 : 206, {
      ...{ "content-type": "audio/mp4", "accept-ranges": "bytes", "content-length": bytes.length - from },
      ...(from > 0 && { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
    });
    const middle = from + Math.floor((bytes.length - from) / 2);
    response.write(bytes.subarray(from, middle));
    // Long enough for a worker to be killed in the middle.
    await wait(150);
    if (fault === "reset" && before(`reset ${id}`) < 2) return void request.socket.resetAndDestroy();
    response.end(bytes.subarray(middle));
  };
  const sendChat = (id: string, response: ServerResponse) => {
    const lines = chatOf("youtube", id).map(([message, second]) => liveChatLine(message, second * 1000));
    const bytes = Buffer.from(lines.join(""));
    const isCut = show.faults.get(`youtube/${id}`) === "reset" && before(`chat ${id}`) === 0;
    response.writeHead(200, { "content-length": bytes.length });
    if (!isCut) return void response.end(bytes);
    response.write(bytes.subarray(0, 700));
    setImmediate(() => response.destroy());
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, "http://show");
    const [, kind, platform = "", name = ""] = pathname.split("/");
    if (kind === "gql") return twitch.answer(request, response);
    if (kind === "chat") return sendChat(platform, response);
    if (kind === "media") return void sendMedia(platform, name.replace(".m4a", ""), request, response);
    const cookie = String(request.headers.cookie ?? "");
    response.end(JSON.stringify(page(platform, name, searchParams.get("what") ?? "", cookie)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const show: ShowPlatforms = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults: new Map(),
    ...{ goodCookie: "", wallAfter: Number.POSITIVE_INFINITY, onWall: () => {}, refused: 0 },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return show;
}

function twitchFault(fault: ShowFault | undefined, { nth, byCursor }: AskedOf): Fault | undefined {
  if (fault === "gone") return { body: [{ data: { video: null } }] };
  if (fault === "tooMany" && nth === 2) return { status: 429, retryAfter: "1" };
  if (fault === "down" && nth === 2) return { status: 503 };
  if (fault === "cutPage") return nth === 2 ? "cut" : nth === 4 ? "reset" : undefined;
  if (fault === "integrity" && byCursor) return { body: [{ errors: [{ message: "failed integrity check" }] }] };
  return undefined;
}

/** A line of yt-dlp's live_chat.json. */
function liveChatLine(id: string, ms: number): string {
  const liveChatTextMessageRenderer = {
    message: { runs: [{ text: `text ${id}` }] },
    authorName: { simpleText: "Viewer A" },
    authorExternalChannelId: "UCviewer",
    id,
    timestampUsec: "1670418248077195",
  };
  const actions = [{ addChatItemAction: { item: { liveChatTextMessageRenderer } } }];
  return `${JSON.stringify({ replayChatItemAction: { actions, videoOffsetTimeMsec: String(ms) } })}\n`;
}
