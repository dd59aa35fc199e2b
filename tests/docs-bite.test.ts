import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { axisComplaints } from "./tidy/axis-writers";
import {
  anchorOf,
  linkComplaints,
  nameComplaints,
  pageComplaints,
  readTree,
} from "./tidy/doc-rules";
import { formulaComplaints, sqlComplaints } from "./tidy/sql-rules";
import { folderComplaints, longTextLines } from "./tidy/tree-rules";
import { unusedExports } from "./tidy/unused-exports";
import { ourFiles } from "./tidy-rules";

let root = "";

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "huiliu-docs-"));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const tree = () => readTree(root, ourFiles(root));
/** Written in parts, so that this file does not name pages that are not here. */
const page = (name: string, rest = "") => `${name}.${"md"}${rest}`;
const source = (target: string) => `/** A rule. @${"source"} ${target} */\nexport const a = 1;\n`;

test("a source has to be a page of ours that has the heading", () => {
  write(page("docs/domain/stock"), "# Stock\n\n## Promise chain\n\n```sh\n# no heading\n```\n");
  write("server/right.ts", source(page("docs/domain/stock", "#promise-chain")));
  write("server/heading.ts", source(page("docs/domain/stock", "#no-heading")));
  write("server/file.ts", source(page("docs/domain/gone", "#x")));
  write("server/paper.ts", source("Anscombe 1948, square roots"));
  expect(pageComplaints(tree())).toEqual([
    `server/file.ts: @source ${page("docs/domain/gone", "#x")}: there is no ${page("docs/domain/gone")}`,
    `server/file.ts: names ${page("docs/domain/gone")}, which is not in the repository`,
    `server/heading.ts: @source ${page("docs/domain/stock", "#no-heading")}: ${page("docs/domain/stock")} has no heading #no-heading`,
  ]);
});

test("no text names a page that is not here, nor a paragraph by its number", () => {
  write("server/a.ts", `// see ${page("elsewhere/rules")}\n`);
  write("server/b.ts", `// see ${page("rules")}, ${"\u00a7"}3\n`);
  write("server/c.ts", `// see ${page("docs/tour")} and https://example.com/${page("x")}\n`);
  write(page("docs/tour"), "# Tour\n");
  expect(pageComplaints(tree())).toEqual([
    `server/a.ts: names ${page("elsewhere/rules")}, which is not in the repository`,
    `server/b.ts: names ${page("rules")}, which is not in the repository`,
    "server/b.ts: points at a numbered paragraph: name the page and its heading",
  ]);
});

test("a link leads to a page and a heading that are there", () => {
  write(page("docs/a"), "# A\n\n## Where to add\n");
  write(
    page("docs/decisions/b"),
    `[x](../${page("a", "#where-to-add")}) [y](${page("c")}) [z](#b)\n`,
  );
  expect(linkComplaints(tree())).toEqual([
    `${page("docs/decisions/b")}: link to ${page("c")}: there is no ${page("docs/decisions/c")}`,
    `${page("docs/decisions/b")}: link to #b: ${page("docs/decisions/b")} has no heading #b`,
  ]);
  expect(anchorOf("Ele.me signature 饿了么")).toBe("eleme-signature-饿了么");
});

test("files, names and constants in backticks are those of the code; addresses are not asked for", () => {
  write("server/domain/real.ts", "export const planParcels = 1;\n");
  const words = [
    "`planParcels`",
    "`real.ts`",
    "`server/domain/real.ts`",
    "`HUILIU_X`",
    "`/openapi.json`",
  ];
  write(
    page("docs/tour"),
    `${words.join(" ")} \`planParcel\` \`server/domain/gone.ts\` \`gone.ts\`\n`,
  );
  write(page("docs/lessons"), "`planParcel` was a name once\n");
  expect(nameComplaints(tree())).toEqual([
    `${page("docs/tour")}: \`HUILIU_X\`: no HUILIU_X in the code`,
    `${page("docs/tour")}: \`planParcel\`: no planParcel in the code`,
    `${page("docs/tour")}: \`server/domain/gone.ts\`: no file server/domain/gone.ts`,
    `${page("docs/tour")}: \`gone.ts\`: no file gone.ts`,
  ]);
});

test("a folder of thirteen files is full, tests not counted; one that was full may not grow", () => {
  for (let i = 0; i < 13; i += 1) {
    write(`components/full/f${i}.ts`, "");
    write(`components/old/f${i}.ts`, "");
    write(`components/roomy/f${i}${i === 12 ? ".test" : ""}.ts`, "");
  }
  const allowed = { "components/old": 13 };
  expect(folderComplaints(tree(), allowed)).toEqual([
    "components/full: 13 files, limit 12: make rooms",
  ]);
  write("components/old/f13.ts", "");
  expect(folderComplaints(tree(), allowed)).toHaveLength(2);
});

test("a line of 121 characters is too long inside JSX and templates, and nobody's business outside", () => {
  const long = "x".repeat(121);
  write("components/a.tsx", `export const A = () => (\n  <p>\n${long}\n  </p>\n);\n`);
  write("db/b.ts", `export const sql = \`\n${long}\n\`;\n`);
  write("db/c.ts", `// ${long}\nexport const sql = \`\n${"x".repeat(120)}\n\`;\n`);
  expect(longTextLines(tree())).toEqual([
    "components/a.tsx:3: 121 characters of text, limit 120: break it",
    "db/b.ts:2: 121 characters of text, limit 120: break it",
  ]);
});

test("an export that nobody asks for is unused, one that a test elsewhere asks for as well", () => {
  write("server/a.ts", "export const used = 1;\nexport const idle = 1;\nexport type Idle = 1;\n");
  write("server/far.test.ts", 'import { idle } from "./a";\nvoid idle;\n');
  write("server/f.ts", "export const rule = 1;\n");
  write("server/f.test.ts", 'import { rule } from "./f";\nvoid rule;\n');
  write("server/b.ts", 'import { used } from "@/server/a";\nvoid used;\n');
  write("server/c.ts", "export const whole = 1;\n");
  write("bench/d.ts", 'const c = await import("../server/c");\nvoid c;\n');
  write("server/testing/e.ts", "export const sample = 1;\n");
  expect(unusedExports(root)).toEqual(["server/a.ts:2 idle", "server/a.ts:3 Idle"]);
});

test("an axis of an order is written in its own room, and in no other", () => {
  write("server/domain/lifecycle/axes/refresh.ts", 'order.stock = "short";\n');
  write("server/domain/lifecycle/cancel.ts", 'order.trade = "cancelled";\n');
  write("server/pipelines/place/again.ts", "row.fulfil = lead.status;\n");
  write("server/pipelines/place/asks.ts", 'if (order.trade === "paid") cell.onHand = 1;\n');
  write("server/pipelines/place/each.ts", 'for (const m of members) m.trade = "cancelled";\n');
  write("server/pipelines/place/named.ts", 'order["holds"] += 1;\n');
  write("server/pipelines/place/merged.ts", 'Object.assign(order, { stock: "short" });\n');
  write("server/pipelines/place/sql.ts", "tx`update orders set trade = 'paid'`;\n");
  write("db/queries/orders/save-model.ts", "tx`update orders o set trade = n.trade from n`;\n");
  write(
    "db/queries/orders/pay.ts",
    "tx`update orders o set paid_at = n.at, trade = 'paid' from n`;\n",
  );
  write("db/queries/orders/look.ts", "tx`update orders set lane = 1 where trade = 'paid'`;\n");
  const does = ": server/domain/lifecycle/axes does";
  expect(axisComplaints(tree())).toEqual([
    `server/domain/lifecycle/cancel.ts: writes the axis trade${does}`,
    `server/pipelines/place/again.ts: writes the axis fulfil${does}`,
    `server/pipelines/place/each.ts: writes the axis trade${does}`,
    `server/pipelines/place/merged.ts: writes the axis stock${does}`,
    `server/pipelines/place/named.ts: writes the axis holds${does}`,
    `server/pipelines/place/sql.ts: writes the axis trade${does}`,
    `db/queries/orders/pay.ts: writes the axis trade${does}`,
  ]);
});

test("what is free is worked out in its two homes, in SQL and as a rule, and nowhere else", () => {
  write("db/queries/stock/free.ts", "const a = `s.on_hand - s.reserved`;\n");
  write("server/domain/inventory/cell.ts", "const b = onHand - reserved;\n");
  write("db/queries/lists/shelf.ts", "tx`select s.on_hand - s.reserved as free from stock s`;\n");
  write("components/inventory/shelf.ts", "const c = row.onHand - row.reserved;\n");
  write("server/views/shelf.ts", "// onHand - reserved is worked out elsewhere\n");
  const says = ": works out what is free: ask db/queries/stock/free.ts or inventory/cell.ts";
  expect(formulaComplaints(tree()).sort()).toEqual([
    `components/inventory/shelf.ts${says}`,
    `db/queries/lists/shelf.ts${says}`,
  ]);
});

test("statements and lists of columns stand in db/ alone", () => {
  write("db/queries/orders/look.ts", "tx`select id from orders`;\n");
  write("server/pipelines/look.ts", "tx`select id from orders`;\n");
  write("server/pipelines/put.ts", 'const columns = ["id bigint", "tags text[]"];\n');
  write("components/words.ts", "const t = `update it`;\nconst n = `choose one`;\n");
  expect(sqlComplaints(tree()).sort()).toEqual([
    "server/pipelines/look.ts: has a statement of SQL: it belongs in db/",
    "server/pipelines/put.ts: has columns of SQL: it belongs in db/",
  ]);
});
