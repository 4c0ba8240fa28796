import type { BundleAbout } from "#lib/replay/index.ts";

/** What a bundle says of itself, for a person. */
export function aboutText({ bundle, study, title, models, prices }: BundleAbout): string {
  const lines = models.map(({ model, versions, calls, inputTokens, cachedTokens, outputTokens, costUsd, ...asked }) => {
    const days = [...new Set([asked.firstAskedAt, asked.lastAskedAt].map((time) => time.slice(0, 10)))].join(" to ");
    const cost = costUsd === null ? "no price known" : `$${costUsd.toFixed(2)}`;
    return (
      `  ${model} (${versions.join(", ")}), ${days}: ${calls} calls, ` +
      `${inputTokens} tokens in, ${cachedTokens} of them cached, ${outputTokens} out, ${cost}\n`
    );
  });
  const table = prices ? `  prices of ${prices.date}, ${prices.source}\n` : "";
  const asked = models.length > 0 ? lines.join("") + table : "  no language model was asked\n";
  return `${bundle} bundle of ${study}: ${title}\n${asked}`;
}
