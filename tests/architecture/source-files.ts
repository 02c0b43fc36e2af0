import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

export const ROOT = path.resolve(import.meta.dirname, "../..");
const SKIPPED = new Set(["node_modules", ".git", ".next", ".borough", "public"]);
const SOURCE = /\.(ts|tsx|js|mjs)$/;

export interface SourceFile {
  /** Path from the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Every source file of the project, tests included. */
export function sourceFiles(): SourceFile[] {
  const found: SourceFile[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (SKIPPED.has(entry.name)) continue;
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) walk(full);
      else if (SOURCE.test(entry.name) && entry.name !== "next-env.d.ts") {
        found.push({
          path: path.relative(ROOT, full).split(path.sep).join("/"),
          text: readFileSync(full, "utf8"),
        });
      }
    }
  };
  walk(ROOT);
  return found;
}

/** Specifiers of all imports, re-exports and dynamic imports with a literal, type imports included. */
export function importsOf(file: SourceFile): string[] {
  const specifiers: string[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== null) specifiers.push(specifier);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ESNext, true));
  return specifiers;
}

function specifierOf(node: ts.Node): string | null {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return literal(node.moduleSpecifier);
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? literal(node.argument.literal) : null;
  if (ts.isCallExpression(node)) {
    return node.expression.kind === ts.SyntaxKind.ImportKeyword ? literal(node.arguments[0]) : null;
  }
  return ts.isNewExpression(node) ? workerModule(node) : null;
}

/** `new Worker(new URL("./x.ts", import.meta.url))` loads a module like an import does. */
function workerModule(node: ts.NewExpression): string | null {
  const [file, base] = node.arguments ?? [];
  if (node.expression.getText() !== "URL" || base?.getText() !== "import.meta.url") return null;
  const specifier = literal(file);
  return specifier !== null && SOURCE.test(specifier) ? specifier : null;
}

function literal(node: ts.Node | undefined): string | null {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : null;
}

/** The code of a file without comments and the content of strings, for searching forbidden words. */
export function codeOnly(file: SourceFile): string {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, true, ts.LanguageVariant.Standard, file.text);
  let code = "";
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    const isText =
      token === ts.SyntaxKind.StringLiteral || token === ts.SyntaxKind.NoSubstitutionTemplateLiteral;
    code += isText ? '""' : scanner.getTokenText();
    code += " ";
  }
  return code;
}
