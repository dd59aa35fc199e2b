import { existsSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { functionsBelow, parse, sourceFiles } from "../../scripts/purity";

/** A debt: one place that breaks a rule which is not yet kept everywhere. */
export type Debt = string;

const PARAMETERS_MAX = 3;
const PURE_LINES_MAX = 15;
const SIGNED = ["server", "db", "components", "bench", "scripts"];
const PIPELINES = "server/pipelines";

const below = (root: string, folders: readonly string[]): string[] =>
  folders.filter((dir) => existsSync(join(root, dir))).flatMap((dir) => sourceFiles(root, dir));

/** Functions with a body and more than three positional parameters: they want one object with names. */
export function longSignatures(root: string): Debt[] {
  return below(root, SIGNED).flatMap((file) => {
    const source = parse(root, file);
    const out: Debt[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node) && "body" in node && node.body) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
        if (node.parameters.length > PARAMETERS_MAX)
          out.push(`${file}:${line + 1} has ${node.parameters.length} parameters: pass an object`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return out;
  });
}

/** Functions of the pipelines that need no database to be tested, are not short, and have no test beside their file. */
export function untestedPure(root: string): Debt[] {
  if (!existsSync(join(root, PIPELINES))) return [];
  return functionsBelow(root, PIPELINES)
    .filter(({ isIo, lines }) => !isIo && lines > PURE_LINES_MAX)
    .filter(({ file }) => {
      const stem = join(root, file.replace(/\.tsx?$/, ""));
      return !existsSync(`${stem}.test.ts`) && !existsSync(`${stem}.prop.test.ts`);
    })
    .map(({ file, name, lines }) => `${file}: ${name} has ${lines} lines and no test beside it`);
}

/** Classes of SQLSTATE whose codes a program reacts to (PostgreSQL, appendix A). */
const SQL_STATE =
  /^(08|0A|21|22|23|25|26|28|2[BDF]|3[48BDF]|40|42|44|5[34578]|F0|HV|P0|XX)[0-9A-Z]{3}$/;
const OUTSIDE_DB = ["app", "components", "server", "bench", "scripts"];

/** Codes of PostgreSQL outside `db/`, where a question with a name belongs (`isUniqueViolation`). */
export function sqlStates(root: string): Debt[] {
  return below(root, OUTSIDE_DB).flatMap((file) => {
    const source = parse(root, file);
    const out: Debt[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node) && SQL_STATE.test(node.text))
        out.push(`${file}: knows ${node.text} of PostgreSQL: ask a function of db/`);
      ts.forEachChild(node, visit);
    };
    visit(source);
    return out;
  });
}
