import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { functionsBelow, pureShare } from "../scripts/purity";
import { subjectComplaint, subjectsSince } from "./tidy/commit-subjects";
import { longSignatures, sqlStates, untestedPure } from "./tidy/count-debts";

let tree = "";

function write(file: string, text: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), text);
}

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), "huiliu-tidy-"));
});

afterEach(() => rmSync(tree, { recursive: true, force: true }));

const body = (lines: number) => "  void 0;\n".repeat(lines);

test("a function with four parameters is a debt, one with three is none", () => {
  write(
    "server/a.ts",
    "export function four(a: 1, b: 1, c: 1, d: 1) {\n  return [a, b, c, d];\n}\n",
  );
  write("db/b.ts", "export const three = (a: 1, b: 1, c: 1) => [a, b, c];\n");
  write("scripts/c.ts", "export type Four = (a: 1, b: 1, c: 1, d: 1) => void;\n");
  expect(longSignatures(tree)).toEqual(["server/a.ts:1 has 4 parameters: pass an object"]);
});

test("a code of PostgreSQL is a debt outside db/, and numbers of five digits are none", () => {
  write("server/a.ts", 'export const isTwice = (code: string) => code === "23505";\n');
  write("server/b.ts", 'export const order = "80001";\nexport const port = "54329x";\n');
  write("db/c.ts", 'export const isTwice = (code: string) => code === "23505";\n');
  write("server/d.test.ts", 'export const code = "40P01";\n');
  expect(sqlStates(tree)).toEqual([
    "server/a.ts: knows 23505 of PostgreSQL: ask a function of db/",
  ]);
});

test("what reaches the database is IO: by itself, by its parameter, or by whom it calls", () => {
  write("db/read.ts", "export const read = (sql: () => void) => sql();\n");
  write(
    "server/pipelines/a.ts",
    [
      'import { read } from "@/db/read";',
      "export const plain = (a: number) => a + 1;",
      "export const waits = async () => 1;",
      "export const given = (tx: () => void) => tx();",
      "export const unpacks = ({ db }: { db: () => void }) => db();",
      "export const calls = (deps: never) => read(deps);",
      "export const callsOwn = (deps: never) => calls(deps);",
      "export function promises(): Promise<void> {",
      "  return Promise.resolve();",
      "}",
    ].join("\n"),
  );
  const functions = functionsBelow(tree, "server/pipelines");
  expect(functions.filter((f) => !f.isIo).map((f) => f.name)).toEqual(["plain"]);
  expect(pureShare(functions)).toEqual({ lines: 9, pure: 1, share: 1 / 9 });
});

test("a rule of sixteen lines in a pipeline wants a test beside it; short ones and IO do not", () => {
  const place = "server/pipelines/release";
  write(`${place}/long.ts`, `export function long() {\n${body(14)}}\n`);
  write(`${place}/full.ts`, `export function full() {\n${body(13)}}\n`);
  write(`${place}/waits.ts`, `export async function waits() {\n${body(20)}}\n`);
  write(`${place}/tested.ts`, `export function tested() {\n${body(20)}}\n`);
  write(`${place}/tested.test.ts`, "");
  expect(untestedPure(tree)).toEqual([`${place}/long.ts: long has 16 lines and no test beside it`]);
});

test("a subject of 72 characters is short, one of 73 is not; without git nothing is judged", () => {
  expect(subjectComplaint("说".repeat(72))).toBeNull();
  expect(subjectComplaint("x".repeat(73))).toContain("73 characters, limit 72");
  expect(subjectsSince(tree)).toBeNull();
});

const hasGit = spawnSync("git", ["--version"]).status === 0;

test.runIf(hasGit)("subjects are those of the commits since a point", () => {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: tree, stdio: "pipe" });
  const who = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"];
  git("init", "-q");
  for (const subject of ["old", "new"]) git(...who, "commit", "-q", "--allow-empty", "-m", subject);
  expect(subjectsSince(tree, "HEAD~1")).toEqual(["new"]);
});
