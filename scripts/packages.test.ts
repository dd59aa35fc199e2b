import { expect, test } from "vitest";
import { missingPackages } from "./packages.mjs";

const LOCKED = {
  "": { dependencies: { web: "1.0.0" }, devDependencies: { judge: "2.0.0" } },
  "node_modules/web": { version: "1.0.0" },
  "node_modules/judge": { version: "2.0.0" },
  "node_modules/judge/node_modules/deep": { version: "3.0.0" },
  "node_modules/other-system": { version: "4.0.0" },
};
const present = (versions: Record<string, string>) =>
  Object.fromEntries(Object.entries(versions).map(([path, version]) => [path, { version }]));
const ALL = {
  "node_modules/web": "1.0.0",
  "node_modules/judge": "2.0.0",
  "node_modules/judge/node_modules/deep": "3.0.0",
};

test("packages: nothing is installed again when all is there, whatever other systems need", () => {
  expect(missingPackages(LOCKED, present(ALL), { dev: true })).toEqual([]);
});

test("packages: a fresh clone lacks all of ours; a start does not need what tests need", () => {
  expect(missingPackages(LOCKED, {}, { dev: true })).toEqual([
    "node_modules/web",
    "node_modules/judge",
  ]);
  expect(missingPackages(LOCKED, present({ "node_modules/web": "1.0.0" }), { dev: false })).toEqual(
    [],
  );
});

test("packages: after a change of the lock the folder of before is not enough", () => {
  const before = { ...ALL, "node_modules/web": "0.9.0" };
  expect(missingPackages(LOCKED, present(before), { dev: true })).toEqual(["node_modules/web"]);
  const deep = { ...ALL, "node_modules/judge/node_modules/deep": "2.9.9" };
  expect(missingPackages(LOCKED, present(deep), { dev: true })).toEqual([
    "node_modules/judge/node_modules/deep",
  ]);
});
