import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** Whose backticked words have to be words of the code. The others are logs of what was measured or went wrong. */
const SAYS_HOW = /^docs\/(tour|glossary|integrate|operate)\.md$|^docs\/(decisions|domain)\//;
const TOP = /^(app|components|server|db|tests|bench|scripts|docs|public|\.ci)\//;
const FILE_NAME = /^[\w./()[\]-]*[\w)]\.(tsx?|mjs|cjs|md|json|sql|css|xlsx|csv|png)$/;
const IDENTIFIER = /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*(\(\))?$/;
const CODE = /^(app|components|server|db|scripts|bench|tests)\/.*\.(tsx?|mjs|sql)$/;
/** Words in backticks that are nobody's identifier: of the platforms, of the environment, of other programs. */
const FOREIGN: readonly RegExp[] = [
  /^(begin|commit|curl|openssl|less|pg|stderr|stdout|pg_dump|pg_restore)$/,
  /^localhost/,
  /^pg_(locks|read_all_stats)$/,
  // Named because they are not there: a table nobody made, a call nobody makes.
  /^(channel_orders|increase)$/,
];
const PLACEHOLDER = /[<>*…{}]|^\//;
/** Made by a build or a run, or kept in a folder that is not part of the repository. */
const MADE_LATER = /^(secrets\.json|\.data\/|\.next\/|postgres\.log|package\.json)/;

/** A heading's anchor, as the sites that show Markdown make it. */
export const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

const withoutFences = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, "");

export const anchorsIn = (text: string): Set<string> =>
  new Set([...withoutFences(text).matchAll(/^#+ (.+)$/gm)].map((m) => anchorOf(m[1] ?? "")));

/** Every text of the tree, read once. */
export type Tree = { root: string; files: readonly string[]; text: (file: string) => string };

export function readTree(root: string, files: readonly string[]): Tree {
  const texts = new Map<string, string>();
  const text = (file: string): string => {
    const known = texts.get(file) ?? readFileSync(join(root, file), "utf8");
    texts.set(file, known);
    return known;
  };
  return { root, files, text };
}

/** What is wrong with the address of a page and its heading; null where page and heading are there. */
function whyNot(tree: Tree, target: string): string | null {
  const [file = "", anchor] = target.split("#");
  const path = join(tree.root, file);
  if (!existsSync(path)) return `there is no ${file}`;
  if (anchor === undefined || statSync(path).isDirectory()) return null;
  return anchorsIn(readFileSync(path, "utf8")).has(decodeURIComponent(anchor))
    ? null
    : `${file} has no heading #${anchor}`;
}

const SOURCE = /@source\s+([\w./-]+\.md\S*)/g;
const PAGE = /(?<![\w/.@:-])((?:[\w.-]+\/)*[\w.-]*\w\.md)\b/g;
const PARAGRAPH = "\u00a7";

/** `@source`, and every page that a text names, has to be here: what a rule rests on can be read. */
export function pageComplaints(tree: Tree): string[] {
  const bases = new Set(tree.files.map((file) => file.slice(file.lastIndexOf("/") + 1)));
  return tree.files.flatMap((file) => {
    const text = tree.text(file);
    const out = [...text.matchAll(SOURCE)].flatMap(([, target = ""]) => {
      const why = whyNot(tree, target);
      return why ? [`@source ${target}: ${why}`] : [];
    });
    for (const [, page = ""] of text.matchAll(PAGE)) {
      const isHere =
        existsSync(join(tree.root, page)) ||
        existsSync(join(tree.root, dirname(file), page)) ||
        (!page.includes("/") && bases.has(page));
      if (!isHere) out.push(`names ${page}, which is not in the repository`);
    }
    if (/\.(tsx?|mjs|md)$/.test(file) && text.includes(PARAGRAPH))
      out.push("points at a numbered paragraph: name the page and its heading");
    return out.map((what) => `${file}: ${what}`);
  });
}

const LINK = /\]\((?!https?:|mailto:)([^)\s]+)\)/g;

/** Links between pages lead somewhere. */
export function linkComplaints(tree: Tree): string[] {
  return pages(tree).flatMap((file) =>
    [...withoutFences(tree.text(file)).matchAll(LINK)].flatMap(([, link = ""]) => {
      const target = link.startsWith("#") ? file + link : normalize(join(dirname(file), link));
      const why = whyNot(tree, target);
      return why ? [`${file}: link to ${link}: ${why}`] : [];
    }),
  );
}

const pages = (tree: Tree): string[] => tree.files.filter((file) => /\.md$/.test(file));

/** Files and names in backticks are those of the code. */
export function nameComplaints(tree: Tree): string[] {
  const words = wordsOfCode(tree);
  const ends = new Set(tree.files.flatMap(endsOf));
  return pages(tree).flatMap((file) =>
    [...withoutFences(tree.text(file)).matchAll(/`([^`\n]+)`/g)].flatMap(([, name = ""]) => {
      const isMissing =
        isFileName(name) && !ends.has(name) && !existsSync(join(tree.root, name))
          ? `no file ${name}`
          : null;
      const isUnknown = SAYS_HOW.test(file) && !isFileName(name) && isWord(name);
      const unknown = isUnknown ? unknownPart(words, name) : null;
      const what = isMissing ?? (unknown ? `no ${unknown} in the code` : null);
      return what ? [`${file}: \`${name}\`: ${what}`] : [];
    }),
  );
}

const isFileName = (name: string): boolean =>
  !PLACEHOLDER.test(name) &&
  !MADE_LATER.test(name) &&
  (TOP.test(name) ? /^[\w./()[\]-]+$/.test(name) : FILE_NAME.test(name));

const isWord = (name: string): boolean =>
  IDENTIFIER.test(name) && !MADE_LATER.test(name) && !FOREIGN.some((form) => form.test(name));

const unknownPart = (words: ReadonlySet<string>, name: string): string | undefined =>
  name
    .replace("()", "")
    .split(".")
    .find((part) => !words.has(part));

function wordsOfCode(tree: Tree): Set<string> {
  const words = new Set<string>();
  for (const file of tree.files.filter((f) => CODE.test(f)))
    for (const [word] of tree.text(file).matchAll(/[A-Za-z_$][\w$]*/g)) words.add(word);
  return words;
}

/** `a/b/c.ts`, `b/c.ts`, `c.ts`: a page may leave out where it has said so before. */
function endsOf(file: string): string[] {
  const parts = file.split("/");
  return parts.map((_, i) => parts.slice(i).join("/"));
}
