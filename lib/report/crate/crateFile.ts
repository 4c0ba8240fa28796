import { createHash } from "node:crypto";
import type { Artefact } from "../table.ts";

/** One thing that a crate describes. */
export type Entity = { "@id": string; "@type": string } & Record<string, unknown>;

const formats: Record<string, { encoding: string; description: string }> = {
  csv: { encoding: "text/csv", description: "The table as data; an interval is three columns." },
  md: { encoding: "text/markdown", description: "The table to read, with its notes." },
  tex: { encoding: "text/x-tex", description: "The table for a paper (booktabs)." },
  json: { encoding: "application/json", description: "What was computed from what, by SHA-256." },
  svg: { encoding: "image/svg+xml", description: "The figure for a paper." },
  html: { encoding: "text/html", description: "A page to look closer." },
};

/** A file as a crate describes it, named after the table or figure that its folder shows. */
export function crateFile({ path, text }: Artefact, all: readonly Artefact[]): Entity {
  const bytes = Buffer.from(text);
  const format = formats[path.slice(path.lastIndexOf(".") + 1)];
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const shown = all.find((each) => each.shows && folder !== "" && each.path.startsWith(folder))?.shows;
  const title = shown && ("table" in shown ? shown.table.title : shown.figure.title);
  return {
    "@id": path.split("/").map(encodeURIComponent).join("/"),
    "@type": "File",
    name: title ?? path,
    description: format?.description ?? "A file of the results.",
    encodingFormat: format?.encoding ?? "application/octet-stream",
    contentSize: String(bytes.length),
    sha256: createHash("sha256").update(bytes).digest("hex"),
  };
}

/** How another entity names this one. */
export function reference({ "@id": id }: Entity): { "@id": string } {
  return { "@id": id };
}
