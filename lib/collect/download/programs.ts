/** The external programs that a download starts: names that the system finds, or paths. */
export interface Programs {
  readonly ytDlp: string;
  readonly ffmpeg: string;
  readonly ffprobe: string;
}

export const defaultPrograms: Programs = { ytDlp: "yt-dlp", ffmpeg: "ffmpeg", ffprobe: "ffprobe" };
