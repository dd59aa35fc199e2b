import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ChildPlan, type Children, superviseChildren } from "./children";

let home: string;
let stopping: AbortController;
let said: string[];
let children: Children | null = null;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "huiliu-children-"));
  stopping = new AbortController();
  said = [];
});
afterEach(async () => {
  stopping.abort();
  await children?.stop("engine", 100);
  await children?.stop("gateway", 100);
  rmSync(home, { recursive: true, force: true });
});

const LIVE = `process.on("message", (m) => m === "ask" && process.send("here"));
process.on("SIGTERM", () => process.exit(0));
`;
/** A program of one's own; each life of it leaves a line in `lives`. */
function planOf(name: string, body: string): ChildPlan {
  const file = join(home, `${name}.mjs`);
  const note = `import { appendFileSync } from "node:fs"; appendFileSync(${JSON.stringify(join(home, "lives"))}, "${name}\\n");`;
  writeFileSync(file, `${note}\n${body}`);
  return { name, roles: "worker", file, args: [], flags: [], isOurs: true };
}
const livesOf = (name: string): number =>
  readFileSync(join(home, "lives"), "utf8")
    .split("\n")
    .filter((line) => line === name).length;

const QUICK = {
  restartMs: 10,
  restartMsMax: 40,
  soundMs: 60_000,
  askMs: 50,
  silentMsMax: 1_500,
  startMsMax: 60_000,
};
const supervise = (...plans: ChildPlan[]) => {
  children = superviseChildren(plans, () => process.env, {
    signal: stopping.signal,
    say: (line) => said.push(line),
    patience: QUICK,
  });
  return children;
};

test("a process whose event loop hangs is ended and begins again", async () => {
  // The first life hangs, the second does not.
  const file = JSON.stringify(join(home, "lives"));
  const hang = `import { readFileSync } from "node:fs"; ${LIVE} process.send("ready");
    if (readFileSync(${file}, "utf8").trim().split("\\n").length === 1) setTimeout(() => { for (;;); }, 20);`;
  await supervise(planOf("engine", hang)).start();
  await expect.poll(() => livesOf("engine")).toBe(2);
  expect(said.some((line) => line.includes("has not answered"))).toBe(true);
});

test("one that dies again and again is begun less and less often, and says so", async () => {
  await supervise(
    planOf("engine", `${LIVE} process.send("ready"); setTimeout(() => process.exit(1), 5);`),
  ).start();
  await expect.poll(() => said.filter((line) => line.includes("died")).length).toBeGreaterThan(2);
  const waits = said.flatMap((line) => Number(/next try in ([\d.]+) s/.exec(line)?.[1] ?? []));
  expect([...waits].sort((a, b) => a - b)).toEqual(waits);
  expect(Math.max(...waits)).toBeLessThanOrEqual(0.04);
});

test("one that takes long to start again is not taken for one that hangs", async () => {
  const file = JSON.stringify(join(home, "lives"));
  const slow = `import { readFileSync } from "node:fs"; ${LIVE}
    const isFirst = readFileSync(${file}, "utf8").trim().split("\\n").length === 1;
    if (isFirst) { process.send("ready"); setTimeout(() => process.exit(1), 50); }
    else { const until = Date.now() + 2_500; while (Date.now() < until); process.send("ready"); }`;
  await supervise(planOf("engine", slow)).start();
  await expect.poll(() => livesOf("engine")).toBe(2);
  await new Promise((later) => setTimeout(later, 3_500));
  expect(livesOf("engine")).toBe(2);
  expect(said.filter((line) => line.includes("has not answered"))).toEqual([]);
});

test("news for a process that is just dying harms nobody", async () => {
  const engine = `${LIVE} process.send("ready"); setTimeout(() => process.kill(process.pid, "SIGKILL"), 30);`;
  const door = `${LIVE} process.send("ready"); setInterval(() => process.send("stored"), 0);`;
  await supervise(planOf("engine", engine), planOf("gateway", door)).start();
  await expect.poll(() => livesOf("engine")).toBeGreaterThan(25);
  expect(livesOf("gateway")).toBe(1);
});

test("one that never comes up fails the start", async () => {
  await expect(supervise(planOf("engine", "process.exit(3)")).start()).rejects.toThrow(
    "engine did not start (3)",
  );
});

test("what the door has stored is told to the engine", async () => {
  const heard = join(home, "heard");
  const engine = `import { writeFileSync } from "node:fs"; ${LIVE}
    process.on("message", (m) => m === "stored" && writeFileSync(${JSON.stringify(heard)}, "yes"));
    process.send("ready");`;
  const door = `${LIVE} process.send("ready"); setInterval(() => process.send("stored"), 20);`;
  await supervise(planOf("engine", engine), planOf("gateway", door)).start();
  await expect
    .poll(() => {
      try {
        return readFileSync(heard, "utf8");
      } catch {
        return "no";
      }
    })
    .toBe("yes");
});
