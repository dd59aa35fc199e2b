import { existsSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { parse, resolveImport, sourceFiles } from "../../scripts/purity";

const PRODUCT = ["server", "db", "components"];
const USERS = ["app", ...PRODUCT, "bench", "scripts"];
/** Read by a tool, not by an import: drizzle-kit reads every table. */
const READ_BY_TOOLS = /^db\/schema\//;
/** What is there for tests alone says so in its folder's name. */
const FOR_TESTS = /\/testing[^/]*\//;

type Exports = Map<string, number>;

/**
 * Names that a file of the product exports and nobody asks for: no other file of ours, nor the test beside it, which asks for
 * a rule as whoever uses it would. What only tests elsewhere ask for counts as unused, unless it lies in a folder called
 * testing.
 */
export function unusedExports(root: string): string[] {
  const files = USERS.filter((dir) => existsSync(join(root, dir))).flatMap((dir) =>
    sourceFiles(root, dir),
  );
  const used = new Set<string>();
  const exported = new Map<string, Exports>();
  for (const file of files) {
    const source = parse(root, file);
    collectUses(root, file, source, used);
    const isProduct = PRODUCT.some((dir) => file.startsWith(`${dir}/`));
    if (isProduct && !READ_BY_TOOLS.test(file) && !FOR_TESTS.test(file))
      exported.set(file, exportsOf(source));
  }
  for (const file of exported.keys()) for (const name of askedBeside(root, file)) used.add(name);
  return [...exported].flatMap(([file, names]) =>
    used.has(`${file}#*`)
      ? []
      : [...names]
          .filter(([name]) => !used.has(`${file}#${name}`))
          .map(([name, line]) => `${file}:${line} ${name}`),
  );
}

/** What the tests beside a file ask of that file, and of no other. */
function askedBeside(root: string, file: string): string[] {
  const stem = file.replace(/\.tsx?$/, "");
  const asked = new Set<string>();
  for (const test of [".test.ts", ".test.tsx", ".prop.test.ts"].map((end) => stem + end))
    if (existsSync(join(root, test))) collectUses(root, test, parse(root, test), asked);
  return [...asked].filter((name) => name.startsWith(`${file}#`));
}

function collectUses(root: string, file: string, source: ts.SourceFile, used: Set<string>): void {
  const use = (specifier: ts.Expression | undefined, names: readonly string[]): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const target = resolveImport(root, file, specifier.text);
    if (target) for (const name of names) used.add(`${target}#${name}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) use(node.moduleSpecifier, importedNames(node.importClause));
    else if (ts.isExportDeclaration(node)) use(node.moduleSpecifier, reexportedNames(node));
    else if (ts.isImportTypeNode(node)) use(literalOf(node.argument), ["*"]);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      use(node.arguments[0], ["*"]);
    ts.forEachChild(node, visit);
  };
  visit(source);
}

const literalOf = (node: ts.TypeNode): ts.Expression | undefined =>
  ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) ? node.literal : undefined;

function importedNames(clause: ts.ImportClause | undefined): string[] {
  if (!clause) return [];
  const names = clause.name ? ["default"] : [];
  const bindings = clause.namedBindings;
  if (!bindings) return names;
  if (ts.isNamespaceImport(bindings)) return ["*"];
  return [...names, ...bindings.elements.map((e) => (e.propertyName ?? e.name).text)];
}

function reexportedNames({ exportClause }: ts.ExportDeclaration): string[] {
  if (!exportClause || ts.isNamespaceExport(exportClause)) return ["*"];
  return exportClause.elements.map((e) => (e.propertyName ?? e.name).text);
}

/** Exported names with their line. */
function exportsOf(source: ts.SourceFile): Exports {
  const lineOf = (node: ts.Node): number =>
    source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
  const named = source.statements.flatMap((statement): [string, number][] => {
    const at = lineOf(statement);
    if (ts.isExportDeclaration(statement))
      return listed(statement).map((e) => [e.name.text, lineOf(e)]);
    return isExported(statement) ? declaredIn(statement).map((name) => [name, at]) : [];
  });
  return new Map(named);
}

const listed = ({ exportClause }: ts.ExportDeclaration): readonly ts.ExportSpecifier[] =>
  exportClause && ts.isNamedExports(exportClause) ? exportClause.elements : [];

function declaredIn(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => namesIn(name));
  const { name } = statement as ts.DeclarationStatement;
  return name && ts.isIdentifier(name) ? [name.text] : [];
}

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement)?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword) ?? false);

const namesIn = (name: ts.BindingName): string[] =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((e) => (ts.isBindingElement(e) ? namesIn(e.name) : []));
