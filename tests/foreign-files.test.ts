import { afterAll, expect, test } from "vitest";
import { type ThreadLimits, threadReader } from "@/server/adapters/reading/thread/thread-reader";
import type { Reader } from "@/server/ports/reader";
import { accountOf } from "./integration/ports/channel-samples";
import { sheetRows, workbook } from "./workbook";

const MIB = 1024 * 1024;
const ENTRY = new URL("../server/reading-thread.ts", import.meta.url);
const USUAL: ThreadLimits = { ms: 600_000, heapMib: 384, waitingMax: 16 };
const faults: unknown[] = [];
const readers: Reader[] = [];
const reader = (limits: Partial<ThreadLimits> = {}): Reader => {
  const made = threadReader(ENTRY, (error) => faults.push(error), { ...USUAL, ...limits });
  readers.push(made);
  return made;
};
afterAll(async () => {
  await Promise.all(readers.map((one) => one.stop()));
});
const usual = reader();
const read = (bytes: Uint8Array, by = usual) =>
  by.file({ kind: "file", account: accountOf("group-1"), bytes });

const HEADER = ["订单号", "门店编码", "商品编码", "数量", "单价(元)", "实付(元)", "下单时间"];
const row = (no: string) => [
  no,
  "store_s01",
  "K0001",
  "1",
  "10.00",
  "10.00",
  "2026-01-01 10:00:00",
];
const honest = workbook(sheetRows([HEADER, row("G1"), row("G2")]));
/** Within all sizes, and far more rows than a thread with little memory can hold. */
const many = workbook(
  sheetRows(Array.from({ length: 200_000 }, (_, i) => [String(i * 7_919), String(i * 104_729)])),
);

test("foreign files: an honest workbook is read, its good orders and its CSV come out", async () => {
  const answer = await read(honest);
  if (!answer.ok) throw new Error(answer.error.cause);
  expect(answer.value.preview).toMatchObject({ orders: 2, rows: 2, skipped: 0, bad: [] });
  expect(Buffer.from(answer.value.body).toString()).toContain("G1,store_s01,K0001,1,10.00");
});

test("foreign files: order numbers a workbook holds as numbers have lost digits: refused, row by row", async () => {
  const xml = sheetRows([HEADER, row("G1")]);
  const numeric = [2, 3].map((r) =>
    sheetRows([row("G1")])
      .replace('t="inlineStr"><is><t>G1</t></is>', "><v>202611280000123000</v>")
      .replaceAll(/([A-Z])1"/g, `$1${r + 1}"`)
      .replace('r="1"', `r="${r + 1}"`),
  );
  const answer = await read(workbook(xml + numeric.join("")));
  if (!answer.ok) throw new Error(answer.error.cause);
  expect(answer.value.preview).toMatchObject({ orders: 1, skipped: 2 });
  expect(answer.value.preview.bad).toEqual(
    [3, 4].map((r) => ({ row: r, reason: expect.stringMatching(/订单号: 已被表格软件改成/) })),
  );
});

test.each<[string, Buffer, string]>([
  ["unpacks to 64 MiB", workbook(" ".repeat(64 * MIB)), "TOO_LARGE"],
  ["says less than it unpacks to", workbook(" ".repeat(64 * MIB), 900), "NOT_A_WORKBOOK"],
  ["shrinks as no text of people's does", workbook(" ".repeat(30 * MIB)), "TOO_LARGE"],
  ["only begins like a zip", Buffer.from("PK\x03\x04 and no more"), "NOT_A_WORKBOOK"],
  ["is cut off", honest.subarray(0, honest.length - 40), "NOT_A_WORKBOOK"],
  [
    "has too many rows",
    Buffer.from(`${HEADER.join(",")}\n${"a\n".repeat(20_001)}`),
    "TOO_MANY_ROWS",
  ],
  ["has lines without end", Buffer.from(",".repeat(MIB)), "BAD_FIELD"],
])("foreign files: one that %s is refused with what to do", async (_, bytes, code) => {
  expect(await read(bytes)).toMatchObject({
    ok: false,
    error: { code, cause: expect.stringMatching(/\p{Script=Han}{4}/u) },
  });
});

test("foreign files: one that takes too long or too much memory ends its thread; the next is read", async () => {
  const small = reader({ heapMib: 48 });
  expect(await read(many, small)).toMatchObject({ ok: false, error: { code: "TOO_MUCH_MEMORY" } });
  expect((await read(honest, small)).ok).toBe(true);
  const hasty = reader({ ms: 1 });
  expect(await read(honest, hasty)).toMatchObject({ ok: false, error: { code: "TOO_SLOW" } });
  const crowded = reader({ waitingMax: 0 });
  expect(await read(honest, crowded)).toMatchObject({ ok: false, error: { code: "BUSY" } });
  expect(faults).toEqual([]);
});
