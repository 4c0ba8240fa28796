import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { jupyterEnv } from "./jupyter.ts";

const notebooks = join(import.meta.dirname, "..");
const root = join(notebooks, "..");

/** The notebooks, as paths below their folder, in the order of their names. */
export function listNotebooks(): string[] {
  return readdirSync(notebooks, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ipynb") && !path.includes(".ipynb_checkpoints"))
    .map((path) => path.replaceAll("\\", "/"))
    .sort();
}

/**
 * Runs notebooks from their first cell to their last and writes each as one page that needs no other file and no network, and
 * a page that lists them.
 *
 * @param folder where the pages go; what is there already stays
 * @param wanted paths of notebooks below their folder
 * @param say takes one line for a person as each is done
 * @throws Error with what Jupyter said where a notebook fails; the others are written
 */
export async function renderGallery(
  folder: string,
  wanted: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const env = jupyterEnv(process.env);
  const waiting = wanted.slice();
  const failures: string[] = [];
  const pages: { path: string; page: string; title: string }[] = [];
  const work = async () => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const notebook = JSON.parse(readFileSync(join(notebooks, path), "utf8"));
      const title = [notebook.cells[0]?.source ?? ""].flat().join("").split("\n")[0]!.replace(/^#\s*/, "") || path;
      const page = `${path.replace(/\.ipynb$/, "").replaceAll("/", "-")}.html`;
      const { status, html, said } = await convert(join(notebooks, path), env);
      if (status === 0) {
        writeFileSync(join(folder, page), pageOf(title, html, `<p><a href="index.html">All notebooks</a></p>`));
        pages.push({ path, page, title });
      } else failures.push(`${path}: ${said}`);
      say(`${path}: ${status === 0 ? page : "failed"}`);
    }
  };
  // Two kernels at once; each takes a core.
  await Promise.all([work(), work()]);
  const items = pages
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(
      ({ path, page, title }) =>
        `<li><a href="${page}">${escaped(title)}</a> <small>notebooks/${escaped(path)}</small></li>\n`,
    );
  writeFileSync(
    join(folder, "index.html"),
    pageOf("Notebooks", `<h1>Notebooks</h1>\n<ul>\n${items.join("")}</ul>`, ""),
  );
  if (failures.length > 0) throw new Error(`${failures.length} notebooks failed.\n${failures.join("\n")}`);
}

function convert(path: string, env: NodeJS.ProcessEnv): Promise<{ status: number | null; html: string; said: string }> {
  const args = ["nbconvert", "--to", "html", "--template", "basic", "--execute", "--stdout", path];
  return new Promise((resolve, reject) => {
    const child = spawn("jupyter", args, { env, stdio: ["ignore", "pipe", "pipe"] });
    const [html, said]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (bytes: Buffer) => html.push(bytes));
    child.stderr.on("data", (bytes: Buffer) => said.push(bytes));
    child.on("error", reject);
    child.on("close", (status) =>
      resolve({ status, html: Buffer.concat(html).toString(), said: Buffer.concat(said).toString() }),
    );
  });
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

function pageOf(title: string, body: string, head: string): string {
  const style = readFileSync(join(import.meta.dirname, "gallery.css"), "utf8");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
${style}</style>
</head>
<body>
${head}
${body}
</body>
</html>
`;
}

if (import.meta.main) {
  const folder = join(root, "gallery");
  const wanted = process.argv.slice(2);
  const chosen = listNotebooks().filter((path) => wanted.length === 0 || wanted.some((part) => path.includes(part)));
  if (wanted.length === 0) rmSync(folder, { recursive: true, force: true });
  await renderGallery(folder, chosen, (line) => console.log(line));
  console.log(`${relative(process.cwd(), join(folder, "index.html")) || dirname(folder)}`);
}
