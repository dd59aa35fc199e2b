import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { complaintsOf } from "./tidy-rules";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

/** rule, who imports, what; `type` before the target makes it an import of types alone. */
const BROKEN: readonly [rule: string, from: string, to: string][] = [
  ["no-cycles", "server/ports/ring-a.ts", "server/ports/ring-b.ts"],
  ["tests-are-not-imported", "server/ports/eager.ts", "server/ports/some.test.ts"],
  ["domain-is-pure", "server/domain/orders/reads.ts", "node:fs"],
  ["domain-is-pure", "server/domain/orders/upwards.ts", "db/client.ts"],
  [
    "domain-folders-meet-at-the-door",
    "server/domain/merge/inside.ts",
    "server/domain/orders/axes.ts",
  ],
  ["kernel-is-the-floor", "server/domain/kernel/high.ts", "server/domain/orders/index.ts"],
  ["sql-lives-in-db", "server/pipelines/own-sql.ts", "postgres"],
  ["sql-lives-in-db", "bench/intake/run.ts", "postgres"],
  ["tables-are-dbs-own", "server/pipelines/table.ts", "db/schema/index.ts"],
  ["db-knows-only-domain", "db/queries/curious.ts", "server/pipelines/verb.ts"],
  ["ports-are-shapes", "server/ports/busy.ts", "db/client.ts"],
  ["adapters-know-ports-and-domain", "server/adapters/channels/own/sql.ts", "db/client.ts"],
  [
    "adapters-do-not-know-each-other",
    "server/adapters/channels/own/peek.ts",
    "server/adapters/channels/eleme/sign.ts",
  ],
  [
    "the-world-only-signs-like-a-channel",
    "server/world/peek.ts",
    "server/adapters/channels/eleme/decode.ts",
  ],
  ["the-world-only-signs-like-a-channel", "server/world/upwards.ts", "server/pipelines/verb.ts"],
  ["nothing-leans-on-the-world", "server/gateway/pretends.ts", "server/world/engine.ts"],
  ["only-the-root-wires", "server/pipelines/choosy.ts", "server/adapters/channels/eleme/decode.ts"],
  ["context-is-handed-in", "server/gateway/wires.ts", "server/context.ts"],
  ["the-sign-in-library-stays-in-its-room", "server/routers/session.ts", "better-auth"],
  ["the-sign-in-library-stays-in-its-room", "db/queries/people/people.ts", "better-auth"],
  ["views-are-pure", "server/views/loads.ts", "db/client.ts"],
  ["pipelines-look-down", "server/pipelines/shows.ts", "server/views/view.ts"],
  ["gateway-looks-down", "server/gateway/shows.ts", "server/views/view.ts"],
  ["routers-are-thin", "server/routers/signs-in.ts", "server/auth/auth.ts"],
  ["routers-are-thin", "server/routers/door.ts", "server/gateway/receive.ts"],
  ["realtime-only-reads", "server/realtime/does.ts", "server/pipelines/verb.ts"],
  ["roles-are-started-by-the-root", "server/gateway/starts.ts", "server/roles/worker.ts"],
  ["roles-look-down", "server/roles/main-again.ts", "server/supervise.ts"],
  ["browser-code-stays-in-the-browser", "components/orders/loads.tsx", "db/client.ts"],
  ["components-do-not-know-pages", "components/orders/page-link.tsx", "app/page.tsx"],
  ["pages-go-through-routers", "app/orders/page.tsx", "server/pipelines/verb.ts"],
  ["doors-call-verbs", "app/api/hook.ts", "server/views/view.ts"],
];

const ALLOWED: readonly [from: string, to: string][] = [
  ["server/world/push.ts", "server/adapters/channels/eleme/sign.ts"],
  ["server/realtime/feed.ts", "server/roles/loop.ts"],
  ["server/routers/who.ts", "server/auth/user.ts"],
  ["server/domain/merge/polite.ts", "server/domain/orders/index.ts"],
  ["server/gateway/polite.ts", "type server/context.ts"],
  ["bench/intake/copy-limit.ts", "postgres"],
  ["db/auth-store.ts", "better-auth"],
  ["scripts/world.ts", "server/adapters/channels/eleme/decode.ts"],
];

let tree = "";

function write(file: string, text: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), text);
}

function plant(from: string, to: string): void {
  const isType = to.startsWith("type ");
  const target = to.replace("type ", "");
  const isFile = /\.tsx?$/.test(target);
  if (isFile) write(target, "export type X = 1;\nexport const x = 1;\n");
  const name = isFile ? `@/${target.replace(/(\/index)?\.tsx?$/, "")}` : target;
  write(from, isType ? `import type { X } from "${name}";\n` : `import { x } from "${name}";\n`);
}

type Violation = { from: string; to: string; rule: { name: string } };
let found: Violation[] = [];

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), "huiliu-rules-"));
  for (const file of [".dependency-cruiser.cjs", "tsconfig.json"])
    cpSync(join(root, file), join(tree, file));
  for (const name of ["postgres", "better-auth"]) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: "index.js" }));
    write(`node_modules/${name}/index.js`, "exports.x = 1;\n");
  }
  const all = [...ALLOWED, ...BROKEN.map(([, from, to]) => [from, to] as const)];
  for (const [from, to] of all) plant(from, to);
  write("server/ports/ring-b.ts", 'export { x } from "./ring-a";\n');
  write("server/ports/ring-a.ts", 'export { x } from "./ring-b";\n');
  const program = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const args = [program, "--config", ".dependency-cruiser.cjs", "--output-type", "json"];
  const floors = ["app", "components", "server", "db", "bench", "scripts"];
  const said = execFileSync(process.execPath, [...args, ...floors], {
    cwd: tree,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  found = (JSON.parse(said) as { summary: { violations: Violation[] } }).summary.violations;
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

test.each(BROKEN)("the rule %s reports %s → %s", (rule, from) => {
  const named = found.filter((v) => v.from === from).map((v) => v.rule.name);
  expect(named).toContain(rule);
});

test.each(ALLOWED)("no rule minds %s → %s", (from) => {
  expect(found.filter((v) => v.from === from)).toEqual([]);
});

test("every rule there is has been broken here once", () => {
  const config = execFileSync(
    process.execPath,
    ["-p", 'JSON.stringify(require("./.dependency-cruiser.cjs").forbidden)'],
    { cwd: tree, encoding: "utf8" },
  );
  const rules = JSON.parse(config) as { name: string; severity: string }[];
  expect(rules.filter((rule) => rule.severity !== "error")).toEqual([]);
  expect([...new Set(BROKEN.map(([rule]) => rule))].sort()).toEqual(
    rules.map((rule) => rule.name).sort(),
  );
});

test("tidy reports a file of 301 lines and leaves one of 300 alone", () => {
  write("server/views/long.ts", "// x\n".repeat(301));
  write("server/views/full.ts", "// x\n".repeat(300));
  expect(complaintsOf(tree, "server/views/long.ts")).toEqual([
    "301 lines, limit 300: split by verb or by noun",
  ]);
  expect(complaintsOf(tree, "server/views/full.ts")).toEqual([]);
});

test("tidy reports drawers, decimals on money, untested and undocumented rules, chance and machine paths", () => {
  const rule = "export function draw() {\n  return Math.random();\n}\n";
  const place = ["", "home", "me", "x"].join("/");
  write("server/views/utils.ts", "export const total = amountFen * 0.8;\n");
  write("server/domain/orders/draw.ts", rule);
  write("scripts/place.mjs", `const at = "${place}";\n`);
  expect(complaintsOf(tree, "server/views/utils.ts")).toEqual([
    "named after a drawer: name it after what it holds",
    "money times a decimal: use fen and basis points",
  ]);
  expect(complaintsOf(tree, "server/domain/orders/draw.ts")).toEqual([
    "a rule without a test beside it",
    "randomness inside a rule: pass it in",
    "draw has no docstring",
  ]);
  expect(complaintsOf(tree, "scripts/place.mjs")).toEqual(["names a place of one machine"]);
});
