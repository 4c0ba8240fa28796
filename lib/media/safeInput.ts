/**
 * The containers that are opened, by the names of ffmpeg's demuxers. What is missing here is missing on purpose: playlists,
 * lists of files and descriptions of streams (hls, dash, concat, sdp, ...), which make ffmpeg open other files, and the
 * text formats that it takes by a file's ending. A name that a version of ffmpeg does not know does no harm.
 */
const containers = [
  ...["matroska", "webm", "mov", "mp4", "m4a", "3gp", "flv", "live_flv", "mpegts", "mpeg", "avi", "asf", "ogg", "nut"],
  ...["wav", "w64", "rf64", "aiff", "au", "caf", "mp3", "aac", "flac", "amr", "amrnb", "amrwb", "ac3", "eac3", "dts"],
  ...["ape", "wv", "tta", "mpc", "mpc8", "tak", "rm", "mxf", "gxf", "dv", "ivf", "h264", "hevc", "mpegvideo"],
].join(",");

/**
 * The options before an input: that file, in one of the known containers, and no other file or address, whatever the file
 * says.
 */
export const safeInputOptions = ["-protocol_whitelist", "file", "-format_whitelist", containers] as const;

/** A path as ffmpeg takes it: never an option, never an address. */
export function fileAddress(path: string): string {
  return `file:${path}`;
}
