import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { arrows } from "./architecture/arrows.ts";
import { houseFindings, machinePathFindings } from "./architecture/houseRules.ts";
import { arrowFindings } from "./architecture/imports.ts";
import { listFiles, readSources } from "./architecture/source.ts";

const root = join(import.meta.dirname, "..");
type Packages = Record<string, string>;
const manifest: {
  version: string;
  dependencies: Packages;
  devDependencies: Packages;
  optionalDependencies: Packages;
  overrides: object;
} = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const packages = Object.keys(manifest.dependencies);

describe("the project", () => {
  const sources = readSources(root);

  it("imports along the arrows only", () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.flatMap((source) => arrowFindings(source, packages))).toEqual([]);
  });

  it("has a row of arrows for every room of lib", () => {
    const rooms = readdirSync(join(root, "lib")).map((name) => name.replace(/\.ts$/, ""));
    expect(rooms.filter((room) => !(room in arrows))).toEqual([]);
  });

  it("keeps the rules of the house: length, clock and randomness, shells, silenced types, tests that are not run", () => {
    expect(sources.flatMap(houseFindings)).toEqual([]);
  });

  it("names no path of one machine", () => {
    const text = listFiles(root).filter((path) =>
      /\.(ts|mjs|cjs|json|ipynb|md|ya?ml|cff|csv|tex|svg|html)$|^\.ci\/run$/.test(path),
    );
    // This test is about such paths and has to name some.
    const checked = text.filter((path) => path !== "test/architecture.test.ts");
    const findings = checked.flatMap((path) => machinePathFindings(path, readFileSync(join(root, path), "utf8")));
    expect(findings).toEqual([]);
  });

  it("locks packages by their hash and names no address to download them from", () => {
    const lock: { packages: Record<string, { resolved?: string; integrity?: string }> } = JSON.parse(
      readFileSync(join(root, "package-lock.json"), "utf8"),
    );
    const entries = Object.entries(lock.packages).filter(([path]) => path !== "");
    expect(entries.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(entries.filter(([, entry]) => !entry.integrity).map(([path]) => path)).toEqual([]);
  });

  it("gives one line of reason for every dependency and override in CONTRIBUTING.md", () => {
    const contributing = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
    const overrides = Object.entries(manifest.overrides).flatMap(([name, value]) =>
      typeof value === "string" ? [name] : Object.keys(value),
    );
    const { devDependencies, optionalDependencies } = manifest;
    const names = [...packages, ...Object.keys({ ...devDependencies, ...optionalDependencies }), ...overrides];
    expect(names.filter((name) => !new RegExp(`^\\|.*\`${name}\`.*\\|.{20,}\\|$`, "m").test(contributing))).toEqual([]);
  });
});

describe("CITATION.cff", () => {
  it("has what version 1.2.0 of the format asks for, and the version of package.json", () => {
    const citation = parse(readFileSync(join(root, "CITATION.cff"), "utf8"));
    expect(citation).toMatchObject({
      "cff-version": "1.2.0",
      message: expect.stringMatching(/\S/),
      title: "Livecorpus",
      version: manifest.version,
      license: "MIT",
      authors: [{ name: "Livecorpus contributors" }],
    });
  });
});

describe("the checker", () => {
  let tree: string;
  beforeEach(() => {
    tree = mkdtempSync(join(tmpdir(), "livecorpus-arrows-"));
  });
  afterEach(() => rmSync(tree, { recursive: true }));

  /** The findings in a tree that holds this one file. */
  function findingsIn(path: string, text: string): string[] {
    mkdirSync(join(tree, dirname(path)), { recursive: true });
    writeFileSync(join(tree, path), text);
    const sources = readSources(tree);
    expect(sources.map((source) => source.path)).toEqual([path]);
    return sources.flatMap((source) => [...arrowFindings(source, ["zod", "@noble/hashes"]), ...houseFindings(source)]);
  }

  it.each([
    [
      "a leaf that imports a room",
      "lib/text/a.ts",
      'import { x } from "#lib/records/index.ts";',
      "text may not import records",
    ],
    [
      "a type import",
      "lib/records/a.ts",
      'import type { X } from "#lib/text/index.ts";',
      "records may not import text",
    ],
    ["a type in place", "lib/stats/a.ts", 'type X = import("#lib/text/index.ts").X;', "stats may not import text"],
    ["a re-export", "lib/store/a.ts", 'export { x } from "#lib/corpus/index.ts";', "store may not import corpus"],
    [
      "one room of the line in another",
      "lib/chunk/a.ts",
      'import { x } from "#lib/qa/index.ts";',
      "chunk may not import qa",
    ],
    ["an import at run time", "lib/qa/a.ts", 'const x = import("#lib/report/index.ts");', "qa may not import report"],
    ["an import of a computed name", "lib/qa/a.ts", "const x = (n: string) => import(n);", "is computed"],
    [
      "the cli, from the line itself",
      "lib/line/line.ts",
      'import { x } from "#lib/cli/index.ts";',
      "nothing imports cli",
    ],
    ["a way round the entrance", "lib/corpus/a.ts", 'import { x } from "#lib/store/dir.ts";', "is not an entrance"],
    ["a step out of the room", "lib/corpus/a.ts", 'import { x } from "../store/index.ts";', "leaves corpus"],
    ["a file of lib from the errors' own file", "lib/errors.ts", 'import { x } from "./other.ts";', "leaves errors"],
    ["its own entrance", "lib/corpus/a.ts", 'import { x } from "#lib/corpus/index.ts";', "is its own room"],
    ["a missing ending", "lib/corpus/a.ts", 'import { x } from "./b";', "has no ending"],
    ["a room without arrows", "lib/utils/a.ts", "export const x = 1;", "has no row"],
    [
      "a package that is not declared",
      "lib/corpus/a.ts",
      'import x from "left-pad";',
      "left-pad is not under dependencies",
    ],
    ["a module of Node without its prefix", "lib/corpus/a.ts", 'import { join } from "path";', "write node:path"],
    [
      "an experiment that imports the cli",
      "experiments/a.ts",
      'import { x } from "#lib/cli/index.ts";',
      "nothing imports cli",
    ],
    ["randomness", "lib/qa/a.ts", "export const x = () => Math.random();", "Math.random"],
    ["the time of day", "lib/qa/a.ts", "export const x = () => Date.now();", "Date.now"],
    ["a new date", "lib/qa/a.ts", "export const x = () => new Date();", "reads the clock"],
    ["a shell", "lib/media/a.ts", "export const options = { shell: true };", "starts a shell"],
    ["exec", "experiments/a.ts", 'import { exec } from "node:child_process";\nexec("ls");', "starts a shell"],
    ["a long file", "lib/qa/a.ts", "export {};\n".repeat(351), "351 lines"],
    ["a silenced type", "lib/qa/a.ts", `// @ts-${"ignore"}\nexport {};`, "silences the type checker"],
    ["a test that is skipped", "test/a.test.ts", 'it.skip("does it", () => {});', "every test is run"],
  ])("finds %s", (_what, path, text, expected) => {
    expect(findingsIn(path, text)).toEqual([expect.stringContaining(expected)]);
  });

  it("finds an import in the cell of a notebook", () => {
    const cells = [
      { cell_type: "markdown", source: ['import { a } from "#lib/nowhere/a.ts";'] },
      { cell_type: "code", source: ["const a = 1;\n", 'import { x } from "#lib/text/normalise.ts";'] },
    ];
    expect(findingsIn("notebooks/explore/a.ipynb", JSON.stringify({ cells }))).toEqual([
      "notebooks/explore/a.ipynb:2: #lib/text/normalise.ts is not an entrance; import #lib/<room>/index.ts",
    ]);
  });

  it.each([
    ["what the arrows allow", "lib/corpus/a.ts", 'import { x } from "#lib/store/index.ts";\nimport { z } from "zod";'],
    ["a neighbour, also in a folder of the room", "lib/collect/twitch/a.ts", 'import { x } from "../contract.ts";'],
    ["the errors, and a part of a package", "lib/qa/a.ts", 'import "#lib/errors.ts";\nimport "@noble/hashes/sha2.js";'],
    [
      "forbidden words in strings and comments",
      "lib/qa/a.ts",
      '// Math.random(), new Date()\nexport const x = "Date.now()";',
    ],
    [
      "a date of a given time, and a match of a pattern",
      "lib/qa/a.ts",
      "export const x = (ms: number) => /a/.exec(new Date(ms).toISOString());",
    ],
    ["the clock in effects", "lib/effects/a.ts", "export const now = () => new Date();"],
    [
      "an experiment's neighbour",
      "experiments/sample/a.ts",
      'import { x } from "./b.ts";\nimport { y } from "#lib/line/index.ts";',
    ],
  ])("is silent about %s", (_what, path, text) => {
    expect(findingsIn(path, text)).toEqual([]);
  });

  it.each(["see /home/someone/data", '"/Users/someone/data"', "C:\\Users\\someone", "(/root/clone)"])(
    "finds the machine's path in %s",
    (line) => {
      expect(machinePathFindings("a.md", `\n${line}`)).toEqual([expect.stringContaining("a.md:2: ")]);
    },
  );

  it.each(["#lib/work/index.ts", "https://example.org/home/page", "lib/work/a.ts", "/usr/bin/python3"])(
    "lets %s pass",
    (line) => {
      expect(machinePathFindings("a.md", line)).toEqual([]);
    },
  );
});
