import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { madeOnce } from "./made-once";

let home: string;
let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "huiliu-once-"));
  folder = join(home, "thing-2");
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(home, { recursive: true, force: true });
});

/** Says that it asks, makes the folder in two halves, and between them says so and waits for a word. */
const MAKER = `
  import { appendFileSync, writeFileSync } from "node:fs";
  import { madeOnce } from "./scripts/made-once.ts";
  const [folder] = process.argv.slice(1);
  process.stdout.write("asks\\n");
  await madeOnce(folder, async (aside) => {
    appendFileSync(folder + ".made", process.pid + "\\n");
    writeFileSync(aside + "/first", "whole");
    process.stdout.write("half\\n");
    await new Promise((resolve) => process.stdin.once("data", resolve));
    writeFileSync(aside + "/second", "whole");
  });
  process.stdin.destroy();
`;

function startMaker(): ChildProcess {
  const args = ["--import", "tsx", "--input-type=module", "-e", MAKER, folder];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  return child;
}

async function said(child: ChildProcess, word: "asks" | "half"): Promise<void> {
  for await (const chunk of child.stdout!.iterator({ destroyOnReturn: false }))
    if (String(chunk).includes(word)) return;
}

const goOn = (child: ChildProcess) => child.stdin!.write("go on\n");
const ended = async (child: ChildProcess) => (await once(child, "exit"))[0];
const makers = () => readFileSync(`${folder}.made`, "utf8").trim().split("\n").length;
const inside = () => readdirSync(folder).sort();
const fill = async (aside: string) => writeFileSync(join(aside, "first"), "whole");

test("a folder is made once, however many processes want it at the same time", async () => {
  const first = startMaker();
  await said(first, "half");
  const others = [startMaker(), startMaker()];
  const otherEnds = others.map(ended);
  const here = madeOnce(folder, fill);
  await Promise.all(others.map((other) => said(other, "asks")));
  expect(existsSync(folder)).toBe(false);
  const firstEnd = ended(first);
  goOn(first);
  expect(await Promise.all([firstEnd, here, ...otherEnds])).toEqual([0, folder, 0, 0]);
  expect(makers()).toBe(1);
  expect(inside()).toEqual(["first", "second"]);
  expect(readdirSync(home).sort()).toEqual(["thing-2", "thing-2.made"]);
});

test("a maker that is killed leaves no half of a folder, and the next one makes it whole", async () => {
  const first = startMaker();
  await said(first, "half");
  const firstEnd = ended(first);
  first.kill("SIGKILL");
  await firstEnd;
  expect(existsSync(folder)).toBe(false);
  expect(existsSync(`${folder}.lock`)).toBe(true);
  await madeOnce(folder, fill, 100);
  expect(inside()).toEqual(["first"]);
  expect(existsSync(`${folder}.lock`)).toBe(false);
});

test("a maker that was taken for dead does not break what another one made", async () => {
  const slow = startMaker();
  await said(slow, "half");
  rmSync(`${folder}.lock`);
  await madeOnce(folder, fill);
  const slowEnd = ended(slow);
  goOn(slow);
  expect(await slowEnd).toBe(0);
  expect(inside()).toEqual(["first"]);
  expect(readdirSync(home).sort()).toEqual(["thing-2", "thing-2.made"]);
});

test("another version is another folder; what lies aside for long is swept away", async () => {
  mkdirSync(join(home, "thing-1"));
  const left = `${folder}.aside-left`;
  const young = `${folder}.aside-young`;
  for (const path of [left, young]) mkdirSync(path);
  utimesSync(left, 0, 0);
  await madeOnce(folder, fill);
  expect(readdirSync(home).sort()).toEqual(["thing-1", "thing-2", "thing-2.aside-young"]);
});

test("what fails is told and leaves nothing; what is there is not made again", async () => {
  const fail = () => Promise.reject(new Error("disk full"));
  await expect(madeOnce(folder, fail)).rejects.toThrow("disk full");
  expect(readdirSync(home)).toEqual([]);
  await madeOnce(folder, fill);
  await madeOnce(folder, fail);
  expect(inside()).toEqual(["first"]);
});
