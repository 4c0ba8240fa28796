/** The notebook of a new study, without outputs. */
export function notebookText(name: string, folder: string): string {
  const cells = [
    `# ${name}\n\nThe study of this folder: its streams, its answers and its own table. Cells are relative to the project's folder.`,
    `import { arms } from "./experiments/arms.ts";
import { collectResults } from "./experiments/collectResults.ts";
import { openStudyLine } from "./experiments/openStudyLine.ts";
import { cellProgress, showResults, showRows } from "./notebooks/desk/index.ts";
import { byLanguage } from "./${folder}/experiment.ts";`,
    `const context = await openStudyLine("${folder}", cellProgress());
const results: any = await collectResults(context);
const laboratory: any = { clock: context.clock, line: context };`,
    `showRows(
  "Streams",
  results.streams.map(({ video, language, messages, utterances, chunks }: any) => {
    return { platform: video.platform, video: video.id, language: language, messages: messages, utterances: utterances, chunks: chunks };
  }),
);`,
    "## Accuracy by arm",
    "showResults(await arms.run(results, laboratory));",
    "## The study's own table",
    "showResults(await byLanguage.run(results, laboratory));",
  ].map((text, i) => {
    const isText = text.startsWith("#");
    const source = text.split("\n").map((line, n, all) => (n + 1 < all.length ? `${line}\n` : line));
    return isText
      ? { cell_type: "markdown", id: `cell-${i + 1}`, metadata: {}, source }
      : { cell_type: "code", execution_count: null, id: `cell-${i + 1}`, metadata: {}, outputs: [], source };
  });
  const metadata = {
    kernelspec: { display_name: "TypeScript (livecorpus)", language: "typescript", name: "livecorpus" },
    language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/typescript" },
  };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}
