import { type Given, type Loopback, type Received, startLoopback } from "../http/loopbackServer.ts";

/** A row of `videos` or `streams`, as Helix gives it. */
export type HelixRow = Record<string, unknown> & { id: string; user_id?: string; game_id?: string };

/** A server that behaves as Twitch's Helix and its token endpoint do. */
export interface LoopbackHelix extends Loopback {
  videos: HelixRow[];
  streams: HelixRow[];
  games: Record<string, string>;
  users: Record<string, string>;
  /** Of each channel by its id; others are refused. */
  followers: Record<string, number>;
  secret: string;
  /** Tokens that are valid; cleared, they have expired. */
  tokens: Set<string>;
  tokensGiven: number;
  expiresInSeconds: number;
  /** Answers that come in the place of the next ones, in turn; null lets one pass. */
  faults: (Given | null)[];
  /** True to give an empty page with a cursor after the first, and to repeat the last row of a page. */
  odd: boolean;
}

export async function startLoopbackHelix(clientId: string, secret: string): Promise<LoopbackHelix> {
  const server = await startLoopback((request) => answer(server as LoopbackHelix, clientId, request));
  const state = {
    videos: [],
    streams: [],
    games: { "Just Chatting": "509658" },
    users: { streamer_a: "1" },
    followers: {},
    secret,
    tokens: new Set<string>(),
    tokensGiven: 0,
    expiresInSeconds: 5_000_000,
    faults: [],
    odd: false,
  };
  return Object.assign(server, state);
}

const refusal = (status: number, error: string, message: string): Given => ({
  status,
  body: { error, status, message },
});

function answer(server: LoopbackHelix, clientId: string, { path, query, headers, body, method }: Received): Given {
  if (path === "/oauth2/token" && method === "POST") return token(server, clientId, new URLSearchParams(body));
  const fault = server.faults.shift();
  if (fault) return fault;
  const [kind, bearer] = String(headers.authorization ?? "").split(" ");
  if (kind !== "Bearer" || !server.tokens.has(bearer ?? "")) return refusal(401, "Unauthorized", "Invalid OAuth token");
  if (headers["client-id"] !== clientId) return refusal(401, "Unauthorized", "Client ID and OAuth token do not match");
  if (path === "/helix/games") return { body: { data: named(server.games, query.get("name")) } };
  if (path === "/helix/users") {
    const data = named(server.users, query.get("login")).map(({ id, name }) => ({ id, login: name }));
    return { body: { data } };
  }
  if (path === "/helix/videos" || path === "/helix/streams") return list(server, path, query);
  if (path === "/helix/channels/followers") {
    const total = server.followers[query.get("broadcaster_id") ?? ""];
    // Who they are is only told to the channel; how many, to everybody.
    if (total !== undefined) return { body: { total, data: [], pagination: {} } };
    return refusal(401, "Unauthorized", "Missing scope: moderator:read:followers");
  }
  return refusal(404, "Not Found", "");
}

function token(server: LoopbackHelix, clientId: string, form: URLSearchParams): Given {
  if (form.get("client_id") !== clientId) return { status: 400, body: { status: 400, message: "invalid client" } };
  if (form.get("client_secret") !== server.secret)
    return { status: 403, body: { status: 403, message: "invalid client secret" } };
  const text = `planted-token-${++server.tokensGiven}`;
  server.tokens.add(text);
  return { body: { access_token: text, expires_in: server.expiresInSeconds, token_type: "bearer" } };
}

const named = (known: Record<string, string>, name: string | null) =>
  name !== null && known[name] !== undefined ? [{ id: known[name], name, box_art_url: "", igdb_id: "" }] : [];

function list(server: LoopbackHelix, path: string, query: URLSearchParams): Given {
  const id = query.get("id");
  const all = path === "/helix/videos" ? server.videos : server.streams;
  if (id !== null) {
    const data = all.filter((row) => row.id === id);
    return data.length > 0
      ? { body: { data, pagination: {} } }
      : refusal(404, "Not Found", `video ${id} was not found`);
  }
  const first = Number(query.get("first") ?? 20);
  if (first < 1 || first > 100) return refusal(400, "Bad Request", "The parameter first must be from 1 to 100");
  const found = all.filter(
    (row) =>
      (query.get("game_id") === null || row.game_id === query.get("game_id")) &&
      (query.get("user_id") === null || row.user_id === query.get("user_id")) &&
      (query.get("language") === null || row.language === query.get("language")),
  );
  const after = query.get("after");
  const isEmpty = server.odd && after === "empty";
  const at = after === null ? 0 : isEmpty ? first : Number(Buffer.from(after, "base64").toString());
  const data = isEmpty ? [] : found.slice(server.odd ? Math.max(0, at - 1) : at, at + first);
  const next = isEmpty ? at : at + first;
  const cursor = server.odd && after === null ? "empty" : Buffer.from(String(next)).toString("base64");
  return { body: { data, pagination: next < found.length ? { cursor } : {} } };
}
