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
        found.push({ path: path.relative(ROOT, full).split(path.sep).join("/"), text: readFileSync(full, "utf8") });
      }
    }
  };
  walk(ROOT);
  return found;
}

/** Specifiers of all imports, re-exports and dynamic imports with a literal, type imports included. */
export function importsOf(file: SourceFile): string[] {
  const specifiers: string[] = [];
  const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ESNext, true);
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      if (ts.isStringLiteral(node.moduleSpecifier)) specifiers.push(node.moduleSpecifier.text);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const argument = node.arguments[0];
      if (argument && ts.isStringLiteralLike(argument)) specifiers.push(argument.text);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      if (ts.isStringLiteral(node.argument.literal)) specifiers.push(node.argument.literal.text);
    } else if (ts.isNewExpression(node) && node.expression.getText() === "URL") {
      // new Worker(new URL("./x.ts", import.meta.url)) loads a module like an import does
      const [argument, base] = node.arguments ?? [];
      if (base?.getText() === "import.meta.url" && argument && ts.isStringLiteral(argument)) {
        if (SOURCE.test(argument.text)) specifiers.push(argument.text);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return specifiers;
}

/** The code of a file without comments and the content of strings, for searching forbidden words. */
export function codeOnly(file: SourceFile): string {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, true, ts.LanguageVariant.Standard, file.text);
  let code = "";
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    const literal = token === ts.SyntaxKind.StringLiteral || token === ts.SyntaxKind.NoSubstitutionTemplateLiteral;
    code += literal ? '""' : scanner.getTokenText();
    code += " ";
  }
  return code;
}
