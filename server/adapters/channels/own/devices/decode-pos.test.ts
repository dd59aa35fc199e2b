import { expect, test } from "vitest";
import type { Account } from "@/server/domain/channels";
import { decodeOwn } from "../decode";

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

test("pos-sales: each sale is an order that is over, known by till, time of sale and receipt", () => {
  const decoded = read({ sales: [sale("000123"), sale("000124")] });
  expect(decoded.ok && decoded.value.map((d) => d.type === "order" && d.order)).toMatchObject([
    {
      externalNo: "T07-20261120093000-000123",
      trade: "completed",
      deliveryOwner: "pickup",
      address: null,
    },
    { externalNo: "T07-20261120093000-000124", placedAt: Date.parse("2026-11-20T01:30:00Z") },
  ]);
});

const told = (...sales: object[]) => {
  const decoded = read({ sales });
  return decoded.ok ? decoded.value.map((d) => (d.type === "order" ? d.order : d)) : [];
};

test("pos-sales: a number again at another time is another sale; the same sale told in another zone is the same", () => {
  const again = { ...sale("000123"), sold_at: "2026-11-21T08:00:00+08:00" };
  const zone = { ...sale("000123"), sold_at: "2026-11-20T01:30:00Z" };
  expect(told(sale("000123"), again, zone)).toMatchObject([
    { externalNo: "T07-20261120093000-000123" },
    { externalNo: "T07-20261121080000-000123" },
    { externalNo: "T07-20261120093000-000123" },
  ]);
});

test("pos-sales: a till in 1970 or 2036 tells of a sale like others, and which till it is", () => {
  const wrong = ["1970-01-01T08:03:11+08:00", "2036-11-28T04:00:00+08:00"];
  expect(told(...wrong.map((sold_at) => ({ ...sale("1"), sold_at })))).toMatchObject([
    { externalNo: "T07-19700101080311-1", device: "T07", placedAt: 191_000 },
    { externalNo: "T07-20361128040000-1", device: "T07" },
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
