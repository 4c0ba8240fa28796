import { bareText } from "./bareText.ts";

/**
 * Lines that recognisers trained on captions make of music and silence, whole utterances each: those that reports name again
 * and again (Barański et al., "Investigation of Whisper ASR Hallucinations Induced by Non-Speech Audio", ICASSP 2025; the
 * discussions 679 and 928 of openai/whisper; issue 850 of SYSTRAN/faster-whisper). People who stream say many of them too.
 */
const lines = [
  "Thank you.",
  "Thank you very much.",
  "Thank you so much.",
  "Thank you for watching.",
  "Thank you so much for watching.",
  "Thanks for watching.",
  "Thank you for listening.",
  "Thanks for listening.",
  "Thanks for watching and don't forget to like and subscribe.",
  "Please subscribe to my channel.",
  "Please subscribe.",
  "Don't forget to like and subscribe.",
  "Don't forget to subscribe.",
  "Like and subscribe.",
  "See you in the next video.",
  "I'll see you in the next video.",
  "See you next time.",
  "I'll see you next time.",
  "Bye.",
  "Bye bye.",
  "You",
  "Subtitles by the Amara.org community",
  "Subtitles by Amara.org",
  "www.mooji.org",
  "Transcribed by https://otter.ai",
  "ご視聴ありがとうございました",
  "ご視聴ありがとうございます",
  "ご視聴いただきありがとうございます",
  "ご視聴いただきありがとうございました",
  "最後までご視聴いただきありがとうございました",
  "最後まで視聴してくださって本当にありがとうございます",
  "ご覧いただきありがとうございます",
  "ご覧いただきありがとうございました",
  "ご清聴ありがとうございました",
  "ありがとうございました",
  "チャンネル登録お願いします",
  "チャンネル登録よろしくお願いします",
  "チャンネル登録をお願いいたします",
  "チャンネル登録と高評価をお願いします",
  "チャンネル登録高評価よろしくお願いします",
  "次の動画でお会いしましょう",
  "また次の動画でお会いしましょう",
  "次回もお楽しみに",
  "次の動画もお楽しみに",
  "おやすみなさい",
  "시청해주셔서 감사합니다",
  "시청해 주셔서 감사합니다",
  "끝까지 시청해주셔서 감사합니다",
  "시청해주셔서 고맙습니다",
  "영상을 시청해주셔서 감사합니다",
  "감사합니다",
  "구독과 좋아요 부탁드립니다",
  "구독과 좋아요 부탁드려요",
  "좋아요와 구독 부탁드립니다",
  "구독 좋아요 알림설정 부탁드립니다",
  "다음 영상에서 만나요",
  "다음 영상에서 뵙겠습니다",
  "다음 시간에 만나요",
  "오늘도 시청해주셔서 감사합니다",
  "이 영상은 유료광고를 포함하고 있습니다",
  "한글자막 제공",
  "자막 제공 및 광고를 포함하고 있습니다",
];

/** The sign-off of a news programme, with any reporter's name. */
const signOff = /^(mbc|kbs|sbs|ytn)뉴스\p{L}{2,4}입니다$/u;

const known = new Set(lines.map(bareText));

/**
 * Whether a text is nothing but a line that recognisers make of music and silence, once or several times over, in English,
 * Japanese or Korean. It is no proof: `gate` asks voice activity and scores too.
 *
 * @example
 * isFillerLine("ご視聴ありがとうございました。"); // => true
 */
export function isFillerLine(text: string): boolean {
  const bare = bareText(text);
  if (known.has(bare) || signOff.test(bare)) return true;
  for (const line of known)
    if (line.length > 3 && bare.length % line.length === 0 && line.repeat(bare.length / line.length) === bare)
      return bare !== "";
  return false;
}
