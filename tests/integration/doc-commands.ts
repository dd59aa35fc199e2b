import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
export const PAGES = ["README.md", "docs/integrate.md", "docs/operate.md"];

/** What no test runs, and why. Everything else that these pages tell somebody to type is run. */
export const NOT_RUN: readonly [form: RegExp, why: string][] = [
  [/\bnpm start\b/, "CI: launcher.sim.test.ts and the simulations start it"],
  [/\bnpm test\b/, "CI: this is it"],
  [/\bnpm run dev\b/, "serves until somebody stops it, from the same code as npm start"],
  [/\bnpm run check\b/, "CI runs it before the tests"],
  [/\bnpm run build\b/, "CI: npm start and npm test build"],
  [/\bnpm run bench\b/, "measures for minutes, with the machine to itself"],
  [/\bnpm run migrations\b/, "writes into the repository"],
];

export const isRun = (command: string): boolean => !NOT_RUN.some(([form]) => form.test(command));

export type Block = { page: string; language: string; text: string };

/** Fenced blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].map(([, language = "", body = ""]) => ({
    page,
    language,
    text: body,
  }));
}

/** Commands that stand inside a line or a table. */
export function inlineCommands(page: string): string[] {
  const text = readFileSync(join(ROOT, page), "utf8").replace(/^```[\s\S]*?^```/gm, "");
  const spans = [...text.matchAll(/`([^`\n]+)`/g)].map((m) => m[1] ?? "");
  return [...new Set(spans.filter((span) => /(^|\s)npm (start|test|run)\b/.test(span)))];
}

export type Ran = { code: number | null; out: string; err: string };

/** Run a script of a page as somebody would who types it. npm runs where the project is, wherever that may be. */
export function runScript(
  script: string,
  { cwd, env }: { cwd: string; env: Record<string, string> },
): Promise<Ran> {
  const prelude = `npm() { (cd "${ROOT}" && command npm --silent "$@"); }\n`;
  return new Promise((resolve) => {
    const child = spawn("sh", ["-eu", "-c", prelude + script], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    child.on("close", (code) => resolve({ code, out, err }));
  });
}
