/** One invented comment of a TwitchDownloader file. */
export interface Comment {
  id: string;
  seconds: number;
  author: string;
  body: string;
  bits?: number;
}

/** A TwitchDownloader file of these comments. */
export function twitchFile(comments: readonly Comment[], videoId = "1"): string {
  return JSON.stringify({
    FileInfo: { Version: { Major: 1, Minor: 4, Patch: 0 } },
    streamer: { name: "streamer_a", id: 9 },
    video: { id: videoId, title: "A stream", created_at: "2024-05-01T10:00:00Z", start: 0, end: 100, length: 100 },
    comments: comments.map(({ id, seconds, author, body, bits }) => ({
      _id: id,
      content_offset_seconds: seconds,
      commenter: { display_name: author, _id: `id-${author}`, name: author.toLowerCase() },
      message: { body, bits_spent: bits ?? 0, fragments: [{ text: body, emoticon: null }], user_badges: null },
    })),
  });
}
