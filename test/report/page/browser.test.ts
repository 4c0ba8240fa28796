import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer, Chunk, Question } from "#lib/records/index.ts";
import { indexPage, renderFigure, renderTable } from "#lib/report/index.ts";

const evil = '</script><script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">';
const video = { platform: "twitch", id: "v1" } as const;
const accuracy = { value: 0.5, low: 0.2, high: 0.8, n: 30, clusters: 1, method: "Wilson" };
const counts = {
  chatLines: 1,
  speechLines: 1,
  chatChars: 9,
  speechChars: 9,
  chatSpeechRatio: 1,
  avgLogprob: null,
  filteredLines: 0,
};

function questionOf(id: string, language: string, stem: string): Question {
  return {
    id,
    chunk: { video, index: 1 },
    kind: "topic",
    language,
    stem,
    choices: ["猫", `개 ${evil}`],
    answer: 0,
    evidence: [{ line: 1, source: "CHAT" }],
    distractorsFrom: [null, null],
    writer: { name: "cloze", version: "1", seed: "s" },
  };
}
const questions = [
  questionOf("q1", "ja", `何の話？ ${evil}`),
  ...Array.from({ length: 29 }, (_, i) => questionOf(`q${i + 2}`, "ko", "무슨 이야기?")),
];
const chunk: Chunk = {
  video,
  index: 1,
  startMs: 0,
  endMs: 600_000,
  lines: [
    { source: "SPEECH", ref: "u1", atMs: 500, text: "こんにちは" },
    { source: "CHAT", ref: "m1", atMs: 1000, text: `안녕 ${evil}` },
  ],
  counts,
};
const answers = questions.flatMap(({ id }) =>
  [0, 1].map(
    (choice): Answer => ({
      question: id,
      arm: "chat",
      reader: "bm25",
      order: [1, 0],
      draw: choice,
      status: "answered",
      choice,
      shown: "x",
    }),
  ),
);

let folder: string;
let browser: Browser;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "livecorpus-page-"));
  const plotly = await readFile(createRequire(import.meta.url).resolve("plotly.js-basic-dist-min"), "utf8");
  const columns = ["n", "invalid", "refused", "blocked", "videos"].map((key) => ({
    key,
    label: `${key} of the answers`,
  }));
  const values = Object.fromEntries(columns.map(({ key }) => [key, 30]));
  const table = renderTable({
    name: "accuracy",
    title: `Accuracy ${evil}`,
    keys: ["arm"],
    columns: [{ key: "arm", label: "arm" }, ...columns, { key: "accuracy", label: "accuracy [95 %]", digits: 3 }],
    rows: [
      {
        values: { ...values, arm: `chat ${evil}`, accuracy },
        sources: questions.map(({ id }) => ({ question: id, arm: "chat", reader: "bm25" })),
      },
    ],
    notes: ["A note."],
    stamp: "exploratory",
  });
  const point = { x: `채팅 ${evil}`, series: `<a href="https://example.org">読者</a>`, estimate: accuracy };
  const figure = renderFigure({
    name: "arms",
    title: `By arm ${evil}`,
    xLabel: "arm",
    yLabel: "accuracy",
    shape: "rows",
    points: [point, { ...point, series: "oracle" }],
    notes: [evil],
  });
  const study = {
    name: "s",
    title: `配信 ${evil}`,
    description: "Twelve streams.",
    notes: [],
    publish: "text" as const,
  };
  const experiments = [{ name: "accuracy", artefacts: [...table, ...figure] }];
  await writeFile(
    join(folder, "index.html"),
    indexPage({ study, experiments, evidence: { questions, chunks: [chunk], answers }, plotly }),
  );
  browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

/** The page, with everything that it complains of or asks for. */
async function open(width: number, height: number) {
  const page = await browser.newPage({ viewport: { width, height } });
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(join(folder, "index.html")).href);
  return { page, complaints, requests };
}

const number = "#accuracy td:last-child button";

describe.each([
  ["a desk", 1280, 900],
  ["a phone", 360, 740],
])("the page of all results on %s", (_, width, height) => {
  let page: Page;
  let complaints: string[];
  let requests: string[];
  beforeAll(async () => {
    ({ page, complaints, requests } = await open(width, height));
  });

  it("draws the figure as wide as the screen, its labels text and no links", async () => {
    await page.locator(".plot").scrollIntoViewIfNeeded();
    await page.waitForSelector(".plot .legendtext");
    expect(await page.locator(".plot .legendtext").allTextContents()).toEqual([
      '<a href="https://example.org">読者</a>',
      "oracle",
    ]);
    expect(await page.locator(".plot .ytick").first().textContent()).toContain("채팅</script");
    expect(await page.locator(".plot a").count()).toBe(0);
    const box = await page.locator(".plot .main-svg").first().boundingBox();
    expect(box!.x + box!.width).toBeLessThanOrEqual(width);
  });

  it("opens from a number down to an answer, and fits the screen", async () => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await page.locator(number).click();
    const dialog = page.locator("dialog");
    expect(await dialog.locator("dd").first().textContent()).toBe("0.500 [0.200, 0.800]");
    expect(await dialog.locator(".body > details").count()).toBe(20);
    await dialog.locator(".more").click();
    expect(await dialog.locator(".body > details").count()).toBe(30);
    const first = dialog.locator(".body > details").first();
    await first.locator("summary").first().click();
    expect(await first.locator("p[lang=ja]").textContent()).toBe(`何の話？ ${evil}`);
    expect(await first.locator(".choices .right").textContent()).toBe("猫 (right)");
    await first.locator("details summary").first().click();
    expect(await first.locator(".lines .evidence bdi").textContent()).toBe(`안녕 ${evil}`);
    await first.locator("details summary").nth(1).click();
    await first.locator("tbody tr").first().waitFor();
    expect(await first.locator("tbody tr").allTextContents()).toEqual(["chatbm25BA0Bwrong", "chatbm25BA1Aright"]);
    expect(await dialog.evaluate((element) => element.scrollWidth)).toBeLessThanOrEqual(width);
  });

  it("has text that stands out from what is behind it by 4.5 to one (WCAG AA)", async () => {
    expect(await page.evaluate(faintTexts)).toEqual([]);
  });

  it("has complained of nothing, asked for nothing, and run nothing of what the texts hold", async () => {
    expect(await page.evaluate(() => Object.hasOwn(window, "hacked"))).toBe(false);
    expect(await page.locator("img").count()).toBe(0);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([pathToFileURL(join(folder, "index.html")).href]);
  });
});

describe("the page of all results", () => {
  let page: Page;
  beforeAll(async () => {
    ({ page } = await open(1280, 900));
  });

  it("is used by keyboard: Enter opens a number, Escape closes it, and the focus is where it was", async () => {
    await page.locator(number).focus();
    await page.keyboard.press("Enter");
    expect(await page.locator("dialog").getAttribute("open")).toBe("");
    await page.keyboard.press("Escape");
    expect(await page.locator("dialog").getAttribute("open")).toBeNull();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("0.500 [0.200, 0.800]");
  });

  it("tells a screen reader its language, its headers, and what each table and figure is", async () => {
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    expect(await page.locator("thead th:not([scope=col])").count()).toBe(0);
    expect(await page.locator("tbody tr:not(:has(th[scope=row]))").count()).toBe(0);
    expect(await page.getByRole("table", { name: `Accuracy ${evil}` }).count()).toBe(1);
    expect(await page.getByRole("img", { name: `By arm ${evil}: accuracy by arm` }).count()).toBe(1);
    expect(await page.locator("h1").count()).toBe(1);
  });

  it("runs no script and loads no picture that is not its own, should one ever get in", async () => {
    const failed = page.waitForEvent("requestfailed");
    await page.evaluate((html) => {
      document.body.insertAdjacentHTML("beforeend", html);
      document.body.append(Object.assign(document.createElement("script"), { textContent: "window.hacked = 1" }));
    }, evil);
    expect((await failed).failure()?.errorText).toBe("csp");
    expect(await page.evaluate(() => Object.hasOwn(window, "hacked"))).toBe(false);
  });
});

/** Texts of the page, outside of figures, whose contrast is below 4.5 by the formula of WCAG 2.1. Runs in the page. */
function faintTexts(): string[] {
  const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (color: string) =>
    channels(color)
      .slice(0, 3)
      .map((channel) => channel / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i]!, 0);
  const behind = (element: Element | null): string => {
    if (!element) return "rgb(255, 255, 255)";
    const { backgroundColor } = getComputedStyle(element);
    return channels(backgroundColor)[3] === 0 ? behind(element.parentElement) : backgroundColor;
  };
  const isText = (element: Element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== "");
  return [...document.querySelectorAll("body *:not(script, style)")]
    .filter((element) => isText(element) && !element.closest(".plot") && element.getClientRects().length > 0)
    .filter((element) => {
      const [light, dark] = [luminance(getComputedStyle(element).color), luminance(behind(element))].sort(
        (a, b) => b - a,
      );
      return (light! + 0.05) / (dark! + 0.05) < 4.5;
    })
    .map((element) => `${element.tagName} ${element.textContent}`);
}
