import { seededRandom } from "#lib/effects/index.ts";
import type { Chunk, ChunkLine } from "#lib/records/index.ts";
import type { Language } from "#lib/text/index.ts";

const vocabulary: Record<Language, { topics: string; details: string; sentences: string[] }> = {
  en: {
    topics:
      "lighthouse aquarium telescope bonsai orchestra glacier submarine carousel vineyard observatory windmill trampoline " +
      "harmonica volcano greenhouse monastery typewriter hammock chessboard waterfall planetarium saxophone aqueduct beehive",
    details:
      "ticket roof map carpenter umbrella bridge stairway postcard blanket ladder whistle candle mirror backpack compass " +
      "locksmith scarf teapot wallpaper bakery ferry helmet lantern notebook puddle quilt ribbon saddle tunnel violin",
    sentences: ["So the {t} is behind the {d}.", "They left the {d} at the {t}.", "Was the {d} on the {t}?"],
  },
  ja: {
    topics:
      "灯台 水族館 望遠鏡 盆栽 楽団 氷河 潜水艦 葡萄園 天文台 風車小屋 火山 温室 修道院 将棋盤 滝壺 蜂箱 鉄道模型 陶芸教室 花火大会 温泉旅館 登山道 " +
      "和太鼓 紙芝居 水車",
    details:
      "切符 屋根 地図 大工 雨傘 橋脚 階段 葉書 毛布 梯子 蝋燭 鏡台 羅針盤 鍵屋 襟巻 急須 壁紙 菓子屋 渡船 兜 提灯 帳面 水溜 布団 馬具 隧道 胡弓 石段 看板 倉庫",
    sentences: ["{t}の{d}はどうなったかな", "やっぱり{t}と{d}だよね", "{d}が{t}に届いたらしい"],
  },
  ko: {
    topics:
      "등대 수족관 망원경 분재 악단 빙하 잠수함 포도밭 천문대 풍차 화산 온실 수도원 바둑판 폭포 벌집 기차모형 도예교실 불꽃축제 온천여관 등산로 장구 " +
      "그림극 물레방아",
    details:
      "승차권 지붕 지도 목수 우산 교각 계단 엽서 담요 사다리 촛대 거울 나침반 열쇠공 목도리 주전자 벽지 빵집 나룻배 투구 등불 공책 웅덩이 이불 안장 터널 " +
      "해금 돌계단 간판 창고",
    sentences: ["{t}에서 {d}를 봤어요", "그 {t}는 {d}와 다르네요", "{d}가 {t}에 있었나요"],
  },
};

/** Invented streams: each part is about two things, with chat and speech on them. */
export function talk(
  language: Language,
  options: { videos?: number; parts?: number; lines?: number; seed?: string } = {},
): Chunk[] {
  const { videos = 4, parts = 6, lines = 14, seed = "talk" } = options;
  const { topics, details, sentences } = vocabulary[language];
  const chunks: Chunk[] = [];
  for (let v = 0; v < videos; v++)
    for (let part = 1; part <= parts; part++) {
      const random = seededRandom(`${seed}|${v}|${part}`);
      const about = random.shuffle(topics.split(" ")).slice(0, 2);
      const told = random.shuffle(details.split(" ")).slice(0, 8);
      const said = Array.from({ length: lines }, (_, i) =>
        sentences[i % sentences.length]!.replace("{t}", about[i % 2]!).replace("{d}", random.pick(told)),
      );
      chunks.push(
        chunkOf(
          `${language}_${v}`,
          part,
          said.map((text, i) => [
            random.below(3) === 0 ? "CHAT" : "SPEECH",
            i === 4 ? `${text} hello https://a.example/x` : text,
          ]),
        ),
      );
    }
  return chunks;
}

/** A chunk of ten minutes with these lines. */
export function chunkOf(id: string, index: number, lines: readonly (readonly [ChunkLine["source"], string])[]): Chunk {
  const startMs = (index - 1) * 600_000;
  const made = lines.map(([source, text], i) => ({
    source,
    ref: `${id}.${index}.${i}`,
    atMs: startMs + i * 1000,
    text,
  }));
  const chars = (of: ChunkLine["source"]) =>
    made.reduce((sum, line) => sum + (line.source === of ? [...line.text].length : 0), 0);
  const [chatChars, speechChars] = [chars("CHAT"), chars("SPEECH")];
  return {
    video: { platform: "other", id },
    index,
    startMs,
    endMs: startMs + 600_000,
    lines: made,
    counts: {
      chatLines: made.filter((line) => line.source === "CHAT").length,
      speechLines: made.filter((line) => line.source === "SPEECH").length,
      chatChars,
      speechChars,
      chatSpeechRatio: speechChars === 0 ? null : chatChars / speechChars,
      avgLogprob: null,
      filteredLines: 0,
    },
  };
}
