import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { functionsBelow, pureShare, sourceFiles, VERBS, verbsAndRules } from "./purity";

/** `npm run pure-share`: how much of the pipelines is functions that reach no database, and which are the longest. */
const FOLDER = process.argv[2] ?? VERBS;
const LONGEST = 12;

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
process.stdout.on("error", () => process.exit(0)); // Whoever reads may have enough.
const say = (line: string) => process.stdout.write(`${line}\n`);
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

const functions = functionsBelow(root, FOLDER);
const { lines, pure, share } = pureShare(functions);
const all = sourceFiles(root, FOLDER)
  .map((file) => readFileSync(join(root, file), "utf8").split("\n").length - 1)
  .reduce((total, one) => total + one, 0);

say(`${FOLDER}: ${all} lines, ${lines} of them in ${functions.length} functions`);
say(`without IO: ${pure} lines in ${functions.filter((f) => !f.isIo).length} functions`);
say(`share of function lines: ${percent(share)}, of all lines: ${percent(pure / all)}`);
say(`verbs and rules together: ${percent(pureShare(verbsAndRules(root)).share)}`);
for (const isIo of [false, true]) {
  say(`\nlongest ${isIo ? "with" : "without"} IO`);
  const some = functions.filter((f) => f.isIo === isIo).sort((a, b) => b.lines - a.lines);
  for (const { lines, file, name } of some.slice(0, LONGEST))
    say(`${String(lines).padStart(4)}  ${name.padEnd(28)} ${file}`);
}
