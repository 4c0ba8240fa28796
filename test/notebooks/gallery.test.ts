import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listNotebooks, renderGallery } from "../../notebooks/kernel/gallery.ts";

const slow = { timeout: 180_000 };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "livecorpus-gallery-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it("has the notebooks that mirror the originals, in their order", () => {
  expect(listNotebooks().filter((path) => !path.startsWith("explore/"))).toEqual([
    ...["pococha/1-list", "pococha/2-chunk", "pococha/3-questions-a", "pococha/4-questions-b"].map((p) => `${p}.ipynb`),
    ...["1-select", "2-collect", "3-transcribe", "4-chunk", "5-questions"].map((p) => `twitch/${p}.ipynb`),
    ...["1-select", "2-collect", "3-transcribe", "4-check-transcripts", "5-export-chunks"].map(
      (p) => `youtube/${p}.ipynb`,
    ),
  ]);
});

it("writes a page that asks for nothing from outside, and draws its figure in a browser", slow, async () => {
  const said: string[] = [];
  await renderGallery(folder, ["explore/one-stream.ipynb"], (line) => said.push(line));
  expect(said).toEqual(["explore/one-stream.ipynb: explore-one-stream.html"]);
  expect(readdirSync(folder).sort()).toEqual(["explore-one-stream.html", "index.html"]);
  expect(readFileSync(join(folder, "index.html"), "utf8")).toContain(
    '<a href="explore-one-stream.html">One stream on one page</a>',
  );
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    const asked: string[] = [];
    const faults: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("pageerror", (error) => faults.push(error.message));
    await page.goto(`file://${join(folder, "explore-one-stream.html")}`);
    await page.waitForSelector(".js-plotly-plot .barlayer .point");
    expect(asked.filter((url) => !url.startsWith("file:") && !url.startsWith("data:"))).toEqual([]);
    expect(faults).toEqual([]);
    expect(await page.textContent(".gtitle")).toBe("오늘은 집밥 해 먹는 날");
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  } finally {
    await browser.close();
  }
});
