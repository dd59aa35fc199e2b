import ts from "typescript";
import type { Tree } from "./doc-rules";

const FLOORS = /^(app|components|server|db)\//;
const FILES_MAX = 12;
/** A migration is a file more each time. */
const GROWS = /^db\/migrations(\/|$)/;
const LINE_MAX = 120;

const isTest = (file: string): boolean => /\.(prop\.|int\.)?test\.tsx?$|\.e2e\.ts$/.test(file);
const folderOf = (file: string): string => file.slice(0, file.lastIndexOf("/"));

/** Files of each folder that are no tests, more than twelve. */
export function fullFolders(tree: Tree): Map<string, number> {
  const counts = new Map<string, number>();
  for (const file of tree.files) {
    if (!FLOORS.test(file) || isTest(file) || GROWS.test(file)) continue;
    counts.set(folderOf(file), (counts.get(folderOf(file)) ?? 0) + 1);
  }
  return new Map([...counts].filter(([, count]) => count > FILES_MAX).sort());
}

/** @param allowed folders that were full before the rule, each with its count then */
export function folderComplaints(tree: Tree, allowed: Readonly<Record<string, number>>): string[] {
  return [...fullFolders(tree)]
    .filter(([folder, count]) => count > (allowed[folder] ?? 0))
    .map(([folder, count]) => `${folder}: ${count} files, limit ${FILES_MAX}: make rooms`);
}

/** Lines the formatter leaves alone, because they are text: inside JSX or a template. */
export function longTextLines(tree: Tree): string[] {
  const files = tree.files.filter(
    (file) => FLOORS.test(file) && /\.tsx?$/.test(file) && !isTest(file),
  );
  return files.flatMap((file) => {
    const text = tree.text(file);
    const lines = text.split("\n");
    if (!lines.some((line) => width(line) > LINE_MAX)) return [];
    const kind = file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind);
    const isText = linesOfText(source);
    return lines.flatMap((line, i) =>
      width(line) > LINE_MAX && isText.has(i)
        ? [`${file}:${i + 1}: ${width(line)} characters of text, limit ${LINE_MAX}: break it`]
        : [],
    );
  });
}

const width = (line: string): number => [...line].length;

function linesOfText(source: ts.SourceFile): Set<number> {
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || isTemplate(node)) {
      const from = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const to = source.getLineAndCharacterOfPosition(node.getEnd()).line;
      for (let line = from; line <= to; line += 1) lines.add(line);
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return lines;
}

const isTemplate = (node: ts.Node): boolean =>
  ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node);
