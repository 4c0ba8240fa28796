import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import ts from "@tslab/typescript-for-tslab";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listFiles } from "../architecture/source.ts";

const root = join(import.meta.dirname, "..", "..");

/** What the kernel's compiler says about these files, under the options that the launcher gives it. */
function complaints(files: string[]): string[] {
  const json = JSON.parse(readFileSync(join(root, "notebooks", "kernel", "compiler-options.json"), "utf8"));
  const { options, errors } = ts.convertCompilerOptionsFromJson(json, root);
  expect(errors).toEqual([]);
  // The rest as tslab sets it; nothing is written.
  const tslab = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    esModuleInterop: true,
    resolveJsonModule: true,
  };
  const program = ts.createProgram(files, {
    ...tslab,
    ...options,
    experimentalDecorators: true,
    skipLibCheck: true,
    noEmit: true,
  });
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
    const at = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
    return `${relative(root, diagnostic.file?.fileName ?? "")}:${(at?.line ?? 0) + 1}: ${text}`;
  });
}

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "livecorpus-kernel-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

it("is TypeScript 5.0, which says what lib may be written in", () => {
  expect(ts.version).toBe("5.0.4");
});

it("accepts all of lib in the kernel's TypeScript", { timeout: 120_000 }, () => {
  const files = listFiles(root, ["lib"]).filter((path) => path.endsWith(".ts"));
  expect(files).toContain("lib/text/index.ts");
  expect(complaints(files.map((path) => join(root, path)))).toEqual([]);
});

it("rejects syntax and types newer than the kernel's TypeScript", { timeout: 60_000 }, () => {
  const file = join(directory, "newer.ts");
  writeFileSync(file, "export function f() {\n  using x = null;\n}\nexport const y = [2, 1].toSorted().wrong;\n");
  expect(complaints([file]).join("\n")).toContain("newer.ts:2:");
});
