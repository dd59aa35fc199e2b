import type { Tree } from "./doc-rules";

/** Where what is free is said: once in SQL, once as a rule. */
const FREE_HOME = /^(db\/queries\/stock\/free\.ts|server\/domain\/inventory\/cell\.ts)$/;
const PRODUCT = /^(server|db|app|components)\/.*\.tsx?$/;
const MINUS = String.raw`[\s)]*-\s*\(?\s*`;
const OF = String.raw`(?:[\w$]+\??\.)?`;
/** On hand less what is kept back: `s.on_hand - s.reserved`, `cell.onHand - cell.reserved`. */
const FREE_FORMULA = new RegExp(`\\b(?:on_hand|onHand)${MINUS}${OF}reserved\\b`);

/** The formula of what is free stands in its two homes, which a test compares. */
export function formulaComplaints(tree: Tree): string[] {
  return tree.files.flatMap((file) =>
    PRODUCT.test(file) && !FREE_HOME.test(file) && FREE_FORMULA.test(codeOf(tree.text(file)))
      ? [`${file}: works out what is free: ask db/queries/stock/free.ts or inventory/cell.ts`]
      : [],
  );
}

const OUTSIDE_DB = /^(server|app|components)\/.*\.tsx?$/;
const STATEMENT =
  /`[^`]*\b(?:select\b[^`]*\bfrom\s+[a-z_]+|insert\s+into\s+[a-z_]+|update\s+[a-z_]+\s+(?:\w+\s+)?set\b|delete\s+from\s+[a-z_]+)/;
const COLUMN =
  /"[a-z_]+ (?:bigint|int|smallint|text|timestamptz|jsonb|bytea|date|boolean)(?:\[\])?"/;

/** Statements and lists of columns are the database's folder's: others call a function with a name. */
export function sqlComplaints(tree: Tree): string[] {
  return tree.files.flatMap((file) => {
    if (!OUTSIDE_DB.test(file) || /\.test\.tsx?$/.test(file)) return [];
    const code = codeOf(tree.text(file));
    const what = STATEMENT.test(code) ? "a statement" : COLUMN.test(code) ? "columns" : null;
    return what ? [`${file}: has ${what} of SQL: it belongs in db/`] : [];
  });
}

/** Without comments: they may speak of what the code must not do. */
const codeOf = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
