import type { Language } from "./language.ts";

/**
 * Words that say nothing of what a text is about: function words, the small talk of streams, and nouns too general to be
 * a topic. Folded as `normalise` and `singular` leave them.
 */
const lists: Record<Language, string> = {
  en: `a ability able about above absolute abstract actual actually additional adequate afaik after again against agenda ago
agree ah ahead all almost alone already alright also alternative although always am amount an and angle announcement
another any anybody anymore anyone anything anyway apart apologize applause appropriate april are area arent around as
ask aspect assumption at attempt attendee audience august aware away awesome awkward back bad based basically basis be
because become been before begin beginning behalf behind being believe below benefit beside best better between beyond
big billion bit both bring bro bruh btw bulk bunch but by bye call came can cannot cant capable case catastrophic
cause certain certainly chance chat chatter check cheers circumstance clarification clear clearly close combination
come coming comment completely complicated complication concept concern conclusion condition confident confusing
confusion congratulations consideration context convenient conversation cool correct could couldnt couple course crazy
crosstalk current currently cuz day debate december definite definition description desirable detail did didnt
difference different difficult difficulty direction discussion distinct do doe does doesnt doing don done dont down
dozen dude due during each early easier easy effect effort eight either else email end enough enthusiasm entire
entirety especially essential essentially etc even ever every everybody everyone everything exact exactly example
exist existence existing expectation explanation explicit express extent extra extreme fact fair fairly fantastic far
february feedback feel feeling feelings few find fine first five fix folk follow for forward forwards found four free
friday from full fully fun funny further future fyi game gave general generally generic get getting gg gist give given
glad gm go goal goe going gone gonna good got gotta gotten great group guess guy ha had haha half hand happen happy
hard has have having he hear heard hello help helpful her here hey hi high him his hit hmm hold honest hooray hope
hour how however huge hundred idea ideal idk if iirc ill im imagine imho imo impact implication important impression
in inaudible include incredible indication info input insight instead intent intention interested interesting into
intuition is isnt issue it its itself ive january job july june just keep kekw kind kinda knew know known lack large
larger last later latest laughter le least leeway left less let lets level like likelihood likely link list literally
little live ll lmao lmfao lol long longer look lot love low lul made main major make making man manner many march
matter may maybe me mean meet meeting member mention mic middle might million min mind minimal minor minute miss
mistake mix mixed moment monday month more morning most mostly move much multiple must mute my myself nah name narrow
nature necessarily necessary need negative never new next nice night nine no nobody none nope nor normal normally not
note nothing notice november now np number obvious obviously occasion october of off often oh ok okay old omegalul omg
on once one only onto oops open opinion opportunity opposite option or order original other otherwise our out over
overall own page part participant particular particularly past pause people per percent perfect perhap period person
personally perspective piece place plan please pls plus plz pog poggers point position positive possibility possible
possibly potential potentially preference presentation presumably pretty previous previously primary principle prior
priority probability probably problem progress proper properly provide purpose push put question quick quickly quite
random rare rather re reach read ready real really reason reasonable recently regard regarding related relevant
remember reminder respect rest result right risky rofl rough round run said same saturday saw say saying scary
scenario screen sec second section see seem seen self send sense separate september series serious set seven several
shall share she short should shouldnt show side silence similar simple simply since single sir situation six slide
slight small smaller smart so some somebody someone something something's sometime somewhere soon sooner sorry sort
sorted sound speak speaker specific specifically stance stand start started state stay step still stop story
straightforward strange stream streamer strong stuff sub success such suggestion sunday super support suppose sure
take taken taking talk talking tbh team tell ten term terrible than thank that thats the their them themselve then
there therefore theres these they theyre thing think third this those though thought thousand three through throughout
thursday thus thx tie til till time tiny today together told tomorrow tonight too took top topic total totally touch
toward tried trivial trouble true try trying tuesday turn twice twitch two ty type typical uh um under understand
understanding unfortunate unfortunately unique unless unlikely unmute unrelated until up update upon ur us use used
useful using usual usually valid variety various vast ve vein very via view vod wa wait want wanted was wasnt watch
way we wednesday week weekend weird welcome well went were weve what whatever when whenever where whether which while
who whole whom whose why will willing wise wish with within without woah won wonder wonderful wont word work worked
working world worry worse worst worth would wouldnt wow write wrong wtf xd ya yea yeah year yep yes yesterday yet you
your youre yourself youtube yup zero`,
  ja: `直前 直後 半日 数日 終日 機嫌 調子 予定 再開 正直 正確 極端 完璧 不思議 あれ これ それ どれ ここ そこ どこ こと もの ところ とき ため よう はず わけ ほう まま つもり みたい 自分 今日 明日 昨日 今回 前回 次回 最近
最初 最後 以上 以下 以外 以前 以降 時間 時点 今年 去年 来年 毎日 毎回 一番 一回 一個 一人 一緒 一応 一旦 一体 一瞬 二人 二回 三回 本当 本物
全部 全員 全然 大丈夫 大体 大変 大好 大事 簡単 完全 普通 普段 多分 絶対 結局 結構 非常 無理 駄目 面白 可能 必要 感じ 気持 意味 意見 理由 問題
質問 場合 場所 部分 状態 状況 具体的 基本的 個人的 最高 最強 最悪 上手 下手 得意 苦手 有名 別 他 方 人 物 事 時 中 前 後 上 下 横 内 外 間 側 分
年 月 日 回 個 円 者 達 私 僕 俺 彼 彼女 君 誰 何 何か 何人 何回 何個 何時 何年 皆 皆様 皆さん 奴 先 次 逆 色々 様々 実際 実は 当然 勿論 突然
途中 直接 普通 自然 特別 特 全体 確か 確実 是非 久 今 今度 今夜 今週 来週 先週 今月 来月 今後 配信 配信者 視聴者 動画 放送 生放送 コメント チャンネル チャット
リスナー スパチャ 登録 高評価 概要欄 サムネ タイトル 皆 挨拶 感謝 初見 乙 草 笑 神 人間 言葉 名前 話 声 気 目 手 頭 顔 体 心 言 思 見 行 来 出
入 食 飲 聞 待 持 使 作 取 知 分 感 好 嫌 良 悪 高 低 長 短 早 遅 楽 強 弱 多 少 大 小 新 古 同 違 マジ ヤバ ヤバい ヤバイ スゴ スゴイ
頑張 目指 比較的 一方的 感覚的 期待 文句 現状 現時点 微妙 意外 興味 無意味 不安 迷惑 失礼 綺麗 半分 次第 存在 ダメ ホント メッチャ ワイ オレ ボク アレ コレ ソレ アホ バカ クソ ガチ イイ カッコイイ カワイイ ナイス ありがとう`,
  ko: `걸 건 걸로 이건 그건 저건 이게 그게 저게 나도 저도 만에 줄은 번째 그렇구나 솔직히 벌써 자꾸 먼저 전혀 결국 결론 일부러 같은 따라 하루 그리 의외 그 이 저 것 거 게 수 때 때문 정도 경우 부분 생각 느낌 말 얘기 이야기 사람 사람들 우리 저희 제가 내가 네가 나 너 저 누구 뭐 무엇 무슨 어떤 어디
언제 왜 어떻게 이거 그거 저거 이것 그것 저것 여기 거기 저기 이번 다음 저번 지난 지금 오늘 내일 어제 요즘 최근 처음 마지막 나중 아까 방금 이제 그냥
진짜 정말 너무 매우 아주 많이 조금 좀 약간 완전 거의 계속 다시 또 더 덜 제일 가장 아마 혹시 만약 그리고 그래서 그런데 근데 하지만 그럼 그러면 그러니까
그렇게 이렇게 저렇게 그런 이런 저런 모두 전부 다 다들 각자 서로 같이 함께 혼자 여러분 님들 형 누나 오빠 언니 안녕 안녕하세요 감사 감사합니다 고마워 반가워
네 예 응 아니 아니요 맞아 맞다 글쎄 오 와 우와 아 어 음 흠 하하 헐 대박 방송 방송국 스트리머 시청자 채팅 채팅창 영상 유튜브 트위치 구독 좋아요 알림 후원
문제 이유 방법 시간 시작 하나 둘 셋 한번 두번 번 개 명 분 초 년 월 일 시 원 전 후 중 안 밖 위 아래 옆 앞 뒤 쪽 편 식 점 상태 상황 필요 가능 중요 자기
자신 본인 모습 기분 느낌 의미 내용 종류 보통 사실 일단 우선 특히 아예 별로 잠깐 오랜만 최고 최악 굿 인사`,
};

const sets = new Map<Language, ReadonlySet<string>>();

/** The stop words of a language, in the folded form in which `tokenise` gives words (English also without plural s). */
export function stopWords(language: Language): ReadonlySet<string> {
  const known = sets.get(language);
  if (known) return known;
  const made = new Set(lists[language].split(/\s+/u));
  sets.set(language, made);
  return made;
}
