import ts from "@tslab/typescript-for-tslab";
import { place, type Source, walk } from "./source.ts";

const longestFile = 350;

/** What goes against the rules of the house in one file of code, other than its imports; each finding says where. */
export function houseFindings(source: Source): string[] {
  const findings: string[] = [];
  const lines = source.text.split("\n").length - 1;
  if (lines > longestFile)
    findings.push(`${source.path}: ${lines} lines; cut it where it may be cut, at ${longestFile} at most`);
  walk(source.tree, (node) => {
    const problem = impure(source.path, node) ?? shell(node) ?? (source.path.startsWith("test/") ? notRun(node) : null);
    if (problem) findings.push(`${place(source, node)}: ${problem}`);
  });
  for (const comment of source.text.matchAll(/@ts-(ignore|nocheck)/g)) {
    const line = source.text.slice(0, comment.index).split("\n").length;
    findings.push(`${source.path}:${line}: silences the type checker; mend the type`);
  }
  return findings;
}

/** Clock and randomness come as arguments, so that a result depends on its inputs alone. */
function impure(path: string, node: ts.Node): string | null {
  if (!path.startsWith("lib/") || path.startsWith("lib/effects/")) return null;
  if (ts.isPropertyAccessExpression(node)) {
    const name = `${node.expression.getText()}.${node.name.text}`;
    if (name === "Math.random") return "Math.random; take a Random of #lib/effects/index.ts as an argument";
    if (name === "Date.now") return "Date.now; take a Clock of #lib/effects/index.ts as an argument";
  }
  const isDate = (callee: ts.Expression) => ts.isIdentifier(callee) && callee.text === "Date";
  const newDate = ts.isNewExpression(node) && isDate(node.expression) && !node.arguments?.length;
  if (newDate || (ts.isCallExpression(node) && isDate(node.expression))) {
    return "reads the clock; take a Clock of #lib/effects/index.ts as an argument";
  }
  return null;
}

/** Programs are started with an argument vector: no shell reads a file's name. */
function shell(node: ts.Node): string | null {
  const advice = "starts a shell; use spawn with an argument vector";
  if (ts.isPropertyAssignment(node) && node.name.getText() === "shell") {
    return node.initializer.kind === ts.SyntaxKind.FalseKeyword ? null : advice;
  }
  if (ts.isShorthandPropertyAssignment(node) && node.name.text === "shell") return advice;
  if (!ts.isImportDeclaration(node) || !/^["'](node:)?child_process["']$/.test(node.moduleSpecifier.getText()))
    return null;
  const bindings = node.importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return "import the functions of node:child_process by name";
  const names = bindings.elements.map((element) => (element.propertyName ?? element.name).text);
  return names.some((name) => name === "exec" || name === "execSync") ? advice : null;
}

/** A test that is not run promises nothing. */
function notRun(node: ts.Node): string | null {
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return null;
  const runner = ["it", "test", "describe"].includes(node.expression.text);
  const modifier = ["skip", "only", "todo", "skipIf", "runIf", "fails"].includes(node.name.text);
  return runner && modifier ? `${node.getText()}; every test is run` : null;
}

const machinePaths = [/(?<![\w.#/-])\/(?:home|Users|root|work)\/[\w.]+/, /\b[A-Z]:\\{1,2}Users\\/];

/** Lines of a text file that name a path of one machine. */
export function machinePathFindings(path: string, text: string): string[] {
  return text.split("\n").flatMap((line, index) => {
    const found = machinePaths.map((pattern) => pattern.exec(line)?.[0]).find((match) => match !== undefined);
    return found ? [`${path}:${index + 1}: ${found} is a path of one machine`] : [];
  });
}
