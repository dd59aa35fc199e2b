import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Style that neither the formatter nor the import rules can see. */
const LINES_MAX = 300;
const FLOORS = /^(app|components|server|db)\//;
const OURS = ["app", "components", "server", "db", "tests", "bench", "scripts", "docs", ".ci"];
const TEXT = /(\.(tsx?|mjs|cjs|js|json|css|md|ya?ml|sql)|(^|\/)\.ci\/\w+)$/;
/** Made by tools, not written. */
const MADE = /^(db\/(migrations|schema)\/|package-lock\.json$|next-env\.d\.ts$)/;
const DRAWER_NAME = /\/(utils?|helpers?|common|misc|shared|lib)(\.tsx?|\/)/;
const FLOAT_MONEY = /\b\w*(Yuan|price|amount|fee)\w*\s*[*/]\s*\d+\.\d/;
/** A place that exists on one machine only. */
const MACHINE_PATH = /(^|["'`\s=(:])\/(?:work|root|home|Users|tmp)\/[\w.$]/m;

/** Every text file of ours below `root`, relative to it; no git is needed. */
export function ourFiles(root: string): string[] {
  const top = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
  const below = OURS.filter((dir) => existsSync(join(root, dir))).flatMap((dir) =>
    readdirSync(join(root, dir), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)),
  );
  return [...top, ...below].filter((file) => TEXT.test(file) && !file.includes("node_modules/"));
}

/**
 * What is untidy about one file.
 *
 * @param file relative to `root`
 * @returns one sentence a complaint, each saying what to do
 */
export function complaintsOf(root: string, file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const out: string[] = [];
  if (!MADE.test(file) && MACHINE_PATH.test(text)) out.push("names a place of one machine");
  if (!FLOORS.test(file) || !/\.tsx?$/.test(file)) return out;
  const isTest = /\.test\.tsx?$/.test(file);
  const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
  if (lines > LINES_MAX && !isTest)
    out.push(`${lines} lines, limit ${LINES_MAX}: split by verb or by noun`);
  if (DRAWER_NAME.test(`/${file}`)) out.push("named after a drawer: name it after what it holds");
  if (FLOAT_MONEY.test(text)) out.push("money times a decimal: use fen and basis points");
  if (file.startsWith("server/domain/") && !isTest) out.push(...ruleComplaints(root, file, text));
  return out;
}

/** A rule has a test beside it, a docstring, and no chance in it. */
function ruleComplaints(root: string, file: string, text: string): string[] {
  const out: string[] = [];
  const stem = join(root, file.replace(/\.tsx?$/, ""));
  const isPlainType =
    /(index|types|brand|result)\.ts$/.test(file) || !/^export (function|const|class)/m.test(text);
  const isTested = existsSync(`${stem}.test.ts`) || existsSync(`${stem}.prop.test.ts`);
  if (!isPlainType && !isTested) out.push("a rule without a test beside it");
  if (/Math\.random/.test(text)) out.push("randomness inside a rule: pass it in");
  for (const match of text.matchAll(/^export function (\w+)/gm)) {
    if (!text.slice(0, match.index).trimEnd().endsWith("*/"))
      out.push(`${match[1]} has no docstring`);
  }
  return out;
}
