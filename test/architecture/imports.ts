import { isBuiltin } from "node:module";
import { posix } from "node:path";
import ts from "@tslab/typescript-for-tslab";
import { arrows, unimported } from "./arrows.ts";
import { place, type Source, walk } from "./source.ts";

/** One import, export-from, `import()`, `require()` or type import; `specifier` is null when it is computed. */
export interface Import {
  specifier: string | null;
  node: ts.Node;
}

/** All imports of a source, those of types too. */
export function importsOf(source: Source): Import[] {
  const found: Import[] = [];
  const add = (node: ts.Node, target: ts.Node | undefined) =>
    found.push({ specifier: target && ts.isStringLiteralLike(target) ? target.text : null, node });
  walk(source.tree, (node) => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier);
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(node, node.moduleSpecifier);
    else if (ts.isExternalModuleReference(node)) add(node, node.expression);
    else if (ts.isImportTypeNode(node))
      add(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined);
    else if (ts.isCallExpression(node)) {
      const { expression } = node;
      const isRequire = ts.isIdentifier(expression) && expression.text === "require";
      if (isRequire || expression.kind === ts.SyntaxKind.ImportKeyword) add(node, node.arguments[0]);
    }
  });
  return found;
}

/** The room of a file: the folder below lib, `errors` for the file there, or the folder at the top. */
function roomOf(path: string): string | null {
  const inLib = /^lib\/([^/]+?)(\.ts)?(\/|$)/.exec(path);
  if (inLib) return inLib[1] ?? null;
  return /^(experiments|notebooks)\//.exec(path)?.[1] ?? null;
}

/**
 * What goes against the arrows in one file of lib, experiments or notebooks: each finding says where, what, and what would
 * be right. Other files give none.
 *
 * @param packages The names that package.json has under dependencies.
 */
export function arrowFindings(source: Source, packages: readonly string[]): string[] {
  const room = roomOf(source.path);
  // The launcher and the installer of the kernel are tools beside the notebooks; they import nothing of ours.
  if (room === null || source.path.startsWith("notebooks/kernel/")) return [];
  const allowed = arrows[room];
  if (!allowed) return [`${source.path}: the room ${room} has no row in test/architecture/arrows.ts`];
  return importsOf(source).flatMap(({ specifier, node }) => {
    const problem = specifier === null ? computed(room) : problemOf(specifier, source.path, room, allowed, packages);
    return problem ? [`${place(source, node)}: ${problem}`] : [];
  });
}

function computed(room: string): string | null {
  return room === "cli" ? null : "imports a name that is computed, which no arrow can be checked against";
}

function problemOf(
  specifier: string,
  path: string,
  room: string,
  allowed: readonly string[] | "any",
  packages: readonly string[],
): string | null {
  if (specifier.startsWith(".")) {
    const target = posix.join(posix.dirname(path), specifier);
    // The files of lib itself are not in a room, not even beside one another.
    const inside = roomOf(target) === room && !/^lib\/[^/]+$/.test(target);
    if (!inside) return `${specifier} leaves ${room}; import #lib/<room>/index.ts`;
    return /\.(ts|json)$/.test(specifier) ? null : `${specifier} has no ending; write it out, such as .ts`;
  }
  if (specifier.startsWith("#")) {
    const entrance = /^#lib\/(?:(errors)|([^/]+)\/index)\.ts$/.exec(specifier);
    if (!entrance) return `${specifier} is not an entrance; import #lib/<room>/index.ts`;
    const target = entrance[1] ?? entrance[2] ?? "";
    if (target === room) return `${specifier} is its own room; inside a room import "./file.ts"`;
    if (unimported.includes(target)) return `nothing imports ${target}`;
    if (!(target in arrows)) return `the room ${target} has no row in test/architecture/arrows.ts`;
    if (allowed === "any" || allowed.includes(target)) return null;
    return `${room} may not import ${target}; it may import ${allowed.join(", ") || "nothing of ours"}`;
  }
  if (specifier.startsWith("node:")) return null;
  if (isBuiltin(specifier)) return `write node:${specifier}`;
  const name = specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
  return packages.includes(name) ? null : `${name} is not under dependencies in package.json`;
}
