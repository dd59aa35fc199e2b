import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

/** A function at the top of a file: how long it is, and whether it reaches the database, the network or the clock of a wait. */
export type TopFunction = {
  file: string;
  name: string;
  lines: number;
  isIo: boolean;
};

type Found = TopFunction & { calls: string[] };
type Parsed = { functions: Found[]; imports: Map<string, string> };

const DATABASE_NAMES = new Set(["sql", "tx", "db"]);
const IS_TEST = /\.test\.tsx?$/;

/** Every TypeScript file below a folder, relative to `root`; tests and declarations are left out. */
export function sourceFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((file) => !IS_TEST.test(file) && !file.endsWith(".d.ts"))
    .filter((file) => !file.includes("node_modules/"))
    .sort();
}

export function parse(root: string, file: string): ts.SourceFile {
  const text = readFileSync(join(root, file), "utf8");
  const kind = file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind);
}

/** The file that an import of ours means, relative to `root`; null for packages. */
export function resolveImport(root: string, from: string, name: string): string | null {
  if (!name.startsWith(".") && !name.startsWith("@/")) return null;
  const bare = name.startsWith("@/") ? name.slice(2) : join(dirname(from), name);
  const candidates = [bare, `${bare}.ts`, `${bare}.tsx`, `${bare}/index.ts`, `${bare}/index.tsx`];
  return candidates.find((c) => /\.tsx?$/.test(c) && existsSync(join(root, c))) ?? null;
}

type FunctionNode = ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression;

/** `function f` and `const f = () =>` at the top of a file, with the statement that declares each. */
function topFunctions(source: ts.SourceFile): [name: string, node: FunctionNode, whole: ts.Node][] {
  return source.statements.flatMap((whole): [string, FunctionNode, ts.Node][] => {
    if (ts.isFunctionDeclaration(whole) && whole.body)
      return [[whole.name?.text ?? "default", whole, whole]];
    if (!ts.isVariableStatement(whole)) return [];
    return whole.declarationList.declarations.flatMap(
      ({ name, initializer }): [string, FunctionNode, ts.Node][] =>
        initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
          ? [[name.getText(source), initializer, whole]]
          : [],
    );
  });
}

const bindsDatabase = (name: ts.BindingName): boolean =>
  ts.isIdentifier(name)
    ? DATABASE_NAMES.has(name.text)
    : name.elements.some((part) => ts.isBindingElement(part) && bindsDatabase(part.name));

/** async, await, a Promise as result, or a parameter called sql, tx or db; in the function itself or inside it. */
function isIoAlone(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node)) return true;
  if (ts.isFunctionLike(node)) {
    if (ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(isAsync)) return true;
    if (node.type && /^Promise</.test(node.type.getText())) return true;
    if (node.parameters.some((parameter) => bindsDatabase(parameter.name))) return true;
  }
  return ts.forEachChild(node, (child) => isIoAlone(child) || undefined) ?? false;
}

const isAsync = (modifier: ts.Node): boolean => modifier.kind === ts.SyntaxKind.AsyncKeyword;

function callsIn(node: ts.Node, out: string[] = []): string[] {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) out.push(node.expression.text);
  ts.forEachChild(node, (child) => {
    callsIn(child, out);
  });
  return out;
}

function parseFile(root: string, file: string): Parsed {
  const source = parse(root, file);
  const imports = new Map<string, string>();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier))
      continue;
    const target = resolveImport(root, file, statement.moduleSpecifier.text);
    const names = statement.importClause?.namedBindings;
    if (!target || !names || !ts.isNamedImports(names)) continue;
    for (const { name, propertyName } of names.elements)
      imports.set(name.text, `${target}#${(propertyName ?? name).text}`);
  }
  const lineOf = (at: number) => source.getLineAndCharacterOfPosition(at).line;
  const functions = topFunctions(source).map(([name, node, whole]) => ({
    ...{ file, name, isIo: isIoAlone(node), calls: callsIn(node) },
    lines: lineOf(whole.getEnd()) - lineOf(whole.getStart(source)) + 1,
  }));
  return { functions, imports };
}

/**
 * The functions at the top of the files below a folder. One is IO when it is so by itself, or when it calls one that
 * is: of its own file, of the folder, or of `db/` and the ports.
 */
export function functionsBelow(root: string, folder: string): TopFunction[] {
  const own = sourceFiles(root, folder);
  const around = ["db", "server/ports"].filter((dir) => existsSync(join(root, dir)));
  const files = new Set([...own, ...around.flatMap((dir) => sourceFiles(root, dir))]);
  const parsed = new Map([...files].map((file) => [file, parseFile(root, file)]));
  const byKey = new Map<string, Found>();
  for (const { functions } of parsed.values())
    for (const found of functions) byKey.set(`${found.file}#${found.name}`, found);
  for (let hasChanged = true; hasChanged; ) {
    hasChanged = false;
    for (const found of byKey.values()) {
      if (found.isIo) continue;
      const imports = parsed.get(found.file)?.imports;
      found.isIo = found.calls.some(
        (name) => byKey.get(imports?.get(name) ?? `${found.file}#${name}`)?.isIo,
      );
      hasChanged ||= found.isIo;
    }
  }
  return own.flatMap((file) => parsed.get(file)?.functions ?? []);
}

/** Where verbs and rules lie. A rule that moves from the one to the other changes nothing in their common share. */
export const VERBS = "server/pipelines";
const RULES = "server/domain";

/** The functions of verbs and rules together. */
export const verbsAndRules = (root: string): TopFunction[] =>
  [VERBS, RULES].flatMap((folder) => functionsBelow(root, folder));

/** Lines of functions without IO among the lines of all functions. */
export function pureShare(functions: readonly TopFunction[]): {
  lines: number;
  pure: number;
  share: number;
} {
  const sum = (some: readonly TopFunction[]) => some.reduce((total, f) => total + f.lines, 0);
  const lines = sum(functions);
  const pure = sum(functions.filter((f) => !f.isIo));
  return { lines, pure, share: lines === 0 ? 1 : pure / lines };
}
