/** The languages that the readers and writers know. */
export type Language = "ja" | "ko" | "en";

/**
 * The language of a text by its script: kana or Han with kana gives `ja`, Hangul `ko`, all else `en`. Only a default for
 * streams whose language is not recorded.
 */
export function guessLanguage(text: string): Language {
  let kana = 0;
  let hangul = 0;
  let han = 0;
  let latin = 0;
  for (const { 0: char } of text.matchAll(/\p{L}/gu)) {
    if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(char)) kana++;
    else if (/\p{Script=Hangul}/u.test(char)) hangul++;
    else if (/\p{Script=Han}/u.test(char)) han++;
    else latin++;
  }
  if (hangul > kana + han && hangul * 4 > latin) return "ko";
  if ((kana + han) * 4 > latin && kana + han > 0) return "ja";
  return "en";
}
