import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = new URL("../", import.meta.url);
const read = (file: string) => readFileSync(fileURLToPath(new URL(file, root)), "utf8");
const LINE = /^\| (\d[\d., ]*) \| (.+) \| (.+) \|$/;
const NAMED = /^`([\w./-]+\.(?:test|e2e)\.ts)`: (.+)$/;

test("security: every line of the table names a test that is there, or says not yet", () => {
  const lines = read("docs/security.md")
    .split("\n")
    .flatMap((line) => [LINE.exec(line)?.slice(1) ?? []])
    .filter((parts) => parts.length > 0);
  expect(lines.length).toBeGreaterThan(50);
  const wrong = lines.filter(([, , held = ""]) => {
    const [, file = "", name = ""] = NAMED.exec(held) ?? [];
    return file === "" ? !/^not yet\b/.test(held) : !read(file).includes(`"${name}"`);
  });
  expect(wrong).toEqual([]);
});
