import { expect, test } from "vitest";
import type { Account } from "@/server/domain/channels";
import { decodeOwn } from "./decode";

const account = { config: { fieldOverrides: {} } } as unknown as Account;
const sale = (receipt: unknown, change: object = {}) => ({
  terminal_id: "T07",
  receipt_no: receipt,
  sold_at: "2026-11-20T09:30:00+08:00",
  order: {
    store_code: "store_s01",
    items: [{ line_id: "1", sku_code: "K0001", qty: 2, unit_price_fen: 990, paid_fen: 1980 }],
    amounts: { items_fen: 1980, paid_fen: 1980 },
    ...change,
  },
});
const read = (body: unknown) => decodeOwn("pos-sales", Buffer.from(JSON.stringify(body)), account);

test("pos-sales: each sale is an order that is over, known by till and receipt", () => {
  const decoded = read({ sales: [sale("000123"), sale("000124")] });
  expect(decoded.ok && decoded.value.map((d) => d.type === "order" && d.order)).toMatchObject([
    { externalNo: "T07-000123", trade: "completed", deliveryOwner: "pickup", address: null },
    { externalNo: "T07-000124", placedAt: Date.parse("2026-11-20T01:30:00Z") },
  ]);
});

test("pos-sales: one sale that cannot be read does not take the others with it", () => {
  const decoded = read({ sales: [sale("1"), sale(""), sale("3", { items: [] })] });
  expect(decoded.ok && decoded.value.map((d) => (d.type === "bad-row" ? d.row : d.type))).toEqual([
    "order",
    2,
    3,
  ]);
});

test("pos-sales: no sales, or too many, is no batch", () => {
  expect(read({ sales: [] })).toMatchObject({ ok: false, error: { code: "MISSING_FIELD" } });
  const many = Array.from({ length: 501 }, (_, i) => sale(String(i)));
  expect(read({ sales: many })).toMatchObject({ ok: false, error: { code: "BAD_FIELD" } });
});
