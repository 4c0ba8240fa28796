import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Study } from "#lib/records/index.ts";
import type { Evidence } from "../explain/evidence.ts";
import { drawingOf, type Figure } from "../figure.ts";
import { figurePlotly } from "../figurePlotly.ts";
import { embedJson, escapeHtml, fonts } from "../inert.ts";
import { type Artefact, readableTable, stampText, type Table } from "../table.ts";
import { pageData } from "./pageData.ts";
import { tableHtml } from "./tableHtml.ts";

/** What the page of all results is made of. */
export interface IndexPage {
  study: Pick<Study, "name" | "title" | "description" | "notes" | "publish">;
  /** The files of each experiment, paths below the page. */
  experiments: readonly { name: string; artefacts: readonly Artefact[] }[];
  evidence: Evidence;
  /** The text of the plotting library. */
  plotly: string;
}

/**
 * All results of a study on one page that needs no other file and no network: each table with its notes, its figure, how to
 * make it again, and behind each number the questions, chunks and answers that it was computed from. The policy in its head
 * lets no script run but the two that are part of it, and nothing be loaded.
 */
export function indexPage({ study, experiments, evidence, plotly }: IndexPage): string {
  const tables: Table[] = [];
  const figures: Figure[] = [];
  const sections = experiments
    .filter(({ artefacts }) => artefacts.length > 0)
    .map(({ name, artefacts }) => {
      const titles: string[] = [];
      const said = study.notes.slice();
      const parts = artefacts.flatMap(({ shows }) => {
        if (shows === undefined) return [];
        const part = newIn("table" in shows ? readableTable(shows.table) : shows.figure, study.title, said);
        const isNew = !titles.includes(part.title);
        titles.push(part.title);
        said.push(...part.notes);
        if ("rows" in part) return [tablePart(part, tables.push(part) - 1)];
        return [figurePart(part, figures.push(part) - 1, isNew)];
      });
      const html = `<section id="${escapeHtml(name)}">\n${parts.join("")}${filesPart(name, artefacts)}</section>\n`;
      return { name, title: titles[0] ?? name, html };
    });
  const data = embedJson({ figures: figures.map(figurePlotly), drill: pageData(tables, evidence, study.publish) });
  const library = inlineScript(plotly);
  const script = inlineScript(read("page.mjs"));
  const policy =
    `default-src 'none'; script-src ${hashOf(library)} ${hashOf(script)}; ` +
    "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(study.title)}</title>
<style>
body { font-family: ${fonts}; }
${read("page.css")}</style>
</head>
<body>
<header>
<h1>${escapeHtml(study.title)}</h1>
${study.description === undefined ? "" : `<p>${escapeHtml(study.description)}</p>\n`}${list("notes", study.notes)}<p>${textNote(study.publish)} Each number that is underlined opens what it was computed from.</p>
</header>
<nav aria-label="Results"><ul>
${sections.map(({ name, title }) => `<li><a href="#${escapeHtml(name)}">${escapeHtml(title)}</a></li>\n`).join("")}</ul></nav>
<main>
${sections.map(({ html }) => html).join("")}</main>
<dialog id="number" aria-labelledby="number-title">
<form method="dialog" class="bar"><h2 id="number-title"></h2><button>Close</button></form>
<div class="body" id="number-body"></div>
</dialog>
<script type="application/json" id="data">${data}</script>
<script>${library}</script>
<script type="module">${script}</script>
</body>
</html>
`;
}

function tablePart(table: Table, index: number): string {
  const stamp =
    table.stamp === undefined ? "" : `<p class="stamp ${table.stamp}">${escapeHtml(stampText[table.stamp])}</p>\n`;
  return `<h2>${escapeHtml(table.title)}</h2>\n${stamp}${tableHtml(table, index)}${list("notes", table.notes)}`;
}

/** A table or figure without the study's title, which stands at the top of the page, and without notes that were said. */
function newIn<T extends Table | Figure>(part: T, studyTitle: string, said: readonly string[]): T {
  const end = `: ${studyTitle}`;
  return {
    ...part,
    title: part.title.endsWith(end) ? part.title.slice(0, -end.length) : part.title,
    notes: part.notes.filter((note) => !said.includes(note)),
  };
}

function figurePart(figure: Figure, index: number, isTitled: boolean): string {
  const title = isTitled ? `<h3>${escapeHtml(figure.title)}</h3>\n` : "";
  return `<figure>
${title}<div class="plot" data-figure="${index}" role="img" aria-label="${escapeHtml(`${figure.title}: ${figure.yLabel} by ${figure.xLabel}`)}">The figure is drawn by a script.</div>
<figcaption>${list("notes", drawingOf(figure).notes)}</figcaption>
</figure>
`;
}

function filesPart(name: string, artefacts: readonly Artefact[]): string {
  const links = artefacts.map(
    ({ path }) => `<a href="${escapeHtml(encodeURI(path))}">${escapeHtml(path.slice(path.indexOf("/") + 1))}</a>`,
  );
  return `<details><summary>How to make this again, and its files</summary>
<p>In a clone of the project, with the study's folder for STUDY (the bundled sample needs no <code>--study</code>):</p>
<pre>npm run reproduce -- ${escapeHtml(name)} --study STUDY</pre>
<p>To compute everything again and compare each byte:</p>
<pre>npm run reproduce -- --check --study STUDY</pre>
<p class="files">Files beside this page: ${links.join(", ")}.</p>
</details>
`;
}

function textNote(publish: Study["publish"]): string {
  return publish === "text"
    ? "This study publishes its text: lines of chat and speech are shown."
    : "Lines of chat and speech, questions and choices are left out: the study does not say “publish: text”.";
}

function list(name: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  return `<ul class="${name}">\n${items.map((item) => `<li>${escapeHtml(item)}</li>\n`).join("")}</ul>\n`;
}

function read(name: string): string {
  return readFileSync(new URL(`./${name}`, import.meta.url), "utf8");
}

/** A script that can stand in a page: no text in it ends the element or opens a comment. */
function inlineScript(text: string): string {
  return text.replace(/<(?=\/script|script|!--)/gi, "\\x3c");
}

/** What the page's policy knows a script by; line ends are as a parser of HTML hands them on. */
function hashOf(script: string): string {
  return `'sha256-${createHash("sha256").update(script.replace(/\r\n?/g, "\n")).digest("base64")}'`;
}
