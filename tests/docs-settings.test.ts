import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readConfig } from "../server/config";

const read = (file: string) =>
  readFileSync(fileURLToPath(new URL(`../${file}`, import.meta.url)), "utf8");

/** Rows of the table of settings: the variables of a row, and its defaults where they are plain values. */
const rows = [
  ...read("docs/operate.md").matchAll(/^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \| ([^|]+) \|/gm),
];
const inTicks = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map((m) => m[1] ?? "");
const told = new Map(
  rows.flatMap(([, names = "", usual = ""]) =>
    inTicks(names).map((name, i): [string, string | null] => [name, inTicks(usual)[i] ?? null]),
  ),
);

const declared = [...read("server/config.ts").matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((m) => m[1]);

test("operate: the table has every setting there is, and no other", () => {
  expect(declared.length).toBeGreaterThan(20);
  expect([...told.keys()].sort()).toEqual([...declared].sort());
});

test("operate: defaults are those that are taken", () => {
  const taken = readConfig({}) as unknown as Record<string, unknown>;
  const shown = (value: unknown) =>
    typeof value === "boolean" ? (value ? "1" : "0") : String(value);
  const wrong = [...told].filter(([name, usual]) => {
    if (usual === null || usual.startsWith("http://localhost:")) return false;
    return shown(taken[name]) !== usual;
  });
  expect(wrong).toEqual([]);
});
