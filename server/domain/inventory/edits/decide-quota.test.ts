import { expect, test } from "vitest";
import { decideQuota } from "./decide-quota";

const cell = {
  storeId: 1,
  skuId: 7,
  onHand: 12,
  reserved: 2,
  picked: 0,
  safety: 0,
  frozen: 0,
  quarantine: 0,
  dedicated: 5,
  debt: 0,
  stopped: true,
};
const own = (accountId: number, qty: number) => ({ storeId: 1, skuId: 7, accountId, qty });
const quotas = [own(1, 3), own(2, 2)];

test("decideQuota: its own of before makes room for its own of now, to the last piece, sold or stopped", () => {
  expect(decideQuota(cell, quotas, { accountId: 1, qty: 8 })).toEqual({
    ok: true,
    value: { before: 3, all: 10 },
  });
  expect(decideQuota(cell, quotas, { accountId: 1, qty: 9 })).toMatchObject({
    error: "ABOVE_STOCK",
  });
});

test("decideQuota: a channel that had none", () => {
  expect(decideQuota(cell, quotas, { accountId: 3, qty: 5 })).toMatchObject({
    value: { before: 0, all: 10 },
  });
  expect(decideQuota(cell, quotas, { accountId: 3, qty: 6 }).ok).toBe(false);
});
