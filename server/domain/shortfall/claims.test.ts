import { expect, test } from "vitest";
import { SAMPLE_AT, SAMPLE_STORE, sampleModel } from "@/tests/samples/sample-model";
import type { HoldRow } from "../inventory";
import type { Instant } from "../kernel/instant";
import { cellsOfClaims, nameClaims } from "./claims";

const hold = (skuId: number, qty: number): HoldRow => ({
  accountId: 4,
  holdKey: `basket-${skuId}`,
  storeId: SAMPLE_STORE,
  skuId,
  qty,
  asked: qty,
  state: "held",
  expiresAt: 9_000 as Instant,
  extended: false,
});
const cell = { storeId: SAMPLE_STORE, skuId: 1, missing: 2 };

const three = () => {
  const model = sampleModel({
    orders: [
      { parcels: [0], lines: [{ open: 3 }, { open: 2, sku: 9 }] },
      { parcels: [0], lines: [{ open: 2 }] },
      { parcels: [0], lines: [{ open: 1 }] },
    ],
    parcels: [{}],
  });
  const [paid, bagged, unpaid] = [1, 2, 3].map((id) => model.orders.get(id)!);
  return { model, paid: paid!, bagged: bagged!, unpaid: unpaid! };
};

test("nameClaims: checkouts first, then orders; what a picker has taken is a claim of its own", () => {
  const { model, bagged } = three();
  bagged.lines[0]!.reservations[0]!.picked = 1;
  const named = nameClaims(
    { model, holds: [hold(1, 2), hold(9, 1), hold(1, 0)] },
    cell,
    (o) => o.id,
  );
  expect(named.map(({ claim }) => [claim.id, claim.qty, claim.isPicked, claim.penalty])).toEqual([
    ["hold:4:basket-1", 2, false, 0],
    ["1:1:0", 3, false, 1],
    ["2:1:0", 1, false, 2],
    ["2:1:0:bag", 1, true, 2],
    ["3:1:0", 1, false, 3],
  ]);
});

test("nameClaims: who has not paid says until when; who is over has its goods", () => {
  const { model, paid, unpaid } = three();
  paid.trade = "completed";
  Object.assign(unpaid.lines[0]!.reservations[0]!, { state: "held", expiresAt: 7_000 });
  const claims = nameClaims({ model, holds: [] }, cell, () => 1).map((n) => n.claim);
  expect(claims[0]).toMatchObject({ id: "1:1:0", isPicked: true, isPaid: true });
  expect(claims[1]).toMatchObject({ id: "2:1:0", placedAt: SAMPLE_AT, promiseAt: SAMPLE_AT });
  expect(claims[2]).toMatchObject({ isPaid: false, expiresAt: 7_000, placedAt: 7_000 });
});

test("nameClaims: goods of other cells, and promises that are over, are nobody's claim", () => {
  const { model, paid } = three();
  paid.lines[0]!.reservations[0]!.state = "released";
  const elsewhere = { ...cell, storeId: 8 };
  expect(nameClaims({ model, holds: [hold(1, 2)] }, elsewhere, () => 1)).toEqual([]);
  const ids = nameClaims({ model, holds: [] }, cell, () => 1).map((n) => n.claim.id);
  expect(ids).toEqual(["2:1:0", "3:1:0"]);
});

test("cellsOfClaims: every cell with something promised, once", () => {
  const { model, paid } = three();
  paid.lines[1]!.reservations[0]!.state = "consumed";
  expect(cellsOfClaims({ model, holds: [hold(1, 2), hold(5, 1)] })).toEqual([
    { storeId: SAMPLE_STORE, skuId: 1 },
    { storeId: SAMPLE_STORE, skuId: 5 },
  ]);
});
