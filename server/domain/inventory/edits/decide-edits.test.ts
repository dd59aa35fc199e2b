import { expect, test } from "vitest";
import { decideEdit, type Edit, type EditRefusal, MOST, patched } from "./decide-edits";

const cell = {
  storeId: 1,
  skuId: 7,
  onHand: 20,
  reserved: 5,
  picked: 2,
  safety: 1,
  frozen: 3,
  quarantine: 4,
  dedicated: 0,
  debt: 0,
  stopped: true,
};
const at = { storeId: 1, skuId: 7, reason: "" };

test.each<[string, Edit, Partial<typeof cell>]>([
  [
    "a count, which lets the sale go on",
    { ...at, kind: "count", counted: 3 },
    { onHand: 3, stopped: false },
  ],
  ["an adjustment", { ...at, kind: "adjust", delta: -20 }, { onHand: 0 }],
  ["a receipt", { ...at, kind: "receipt", qty: 6 }, { onHand: 26 }],
  ["a return to the shelf", { ...at, kind: "return", qty: 2, isSetAside: false }, { onHand: 22 }],
  [
    "a return to be looked at",
    { ...at, kind: "return", qty: 2, isSetAside: true },
    { onHand: 22, quarantine: 6 },
  ],
  [
    "setting aside all that is not picked",
    { ...at, kind: "quarantine", qty: 14 },
    { quarantine: 18 },
  ],
  ["giving back", { ...at, kind: "quarantine", qty: -4 }, { quarantine: 0 }],
  ["safety", { ...at, kind: "safety", value: 0 }, { safety: 0 }],
  ["keeping back", { ...at, kind: "freeze", value: 9 }, { frozen: 9 }],
  ["selling again", { ...at, kind: "stop", isStopped: false }, { stopped: false }],
])("decideEdit: %s", (_, edit, change) => {
  const decided = decideEdit(cell, edit);
  expect(decided.ok && patched(cell, decided.value)).toEqual({ ...cell, ...change });
});

test.each<[EditRefusal, Edit]>([
  ["BELOW_ZERO", { ...at, kind: "count", counted: -1 }],
  ["BELOW_ZERO", { ...at, kind: "adjust", delta: -21 }],
  ["BELOW_ZERO", { ...at, kind: "quarantine", qty: -5 }],
  ["BELOW_ZERO", { ...at, kind: "safety", value: -1 }],
  ["ABOVE_STOCK", { ...at, kind: "quarantine", qty: 15 }],
  ["ABOVE_STOCK", { ...at, kind: "freeze", value: 10 }],
  ["BAD_VALUE", { ...at, kind: "receipt", qty: 0 }],
  ["BAD_VALUE", { ...at, kind: "count", counted: 1.5 }],
  ["BAD_VALUE", { ...at, kind: "count", counted: MOST + 1 }],
  ["BAD_VALUE", { ...at, kind: "return", qty: -1, isSetAside: false }],
  ["SAME", { ...at, kind: "adjust", delta: 0 }],
  ["SAME", { ...at, kind: "safety", value: 1 }],
  ["SAME", { ...at, kind: "freeze", value: 3 }],
  ["SAME", { ...at, kind: "stop", isStopped: true }],
])("decideEdit: %s is refused", (code, edit) => {
  expect(decideEdit(cell, edit)).toEqual({ ok: false, error: code });
});

test("decideEdit: there is no such shelf", () => {
  expect(decideEdit(null, { ...at, kind: "count", counted: 1 })).toMatchObject({
    error: "UNKNOWN_CELL",
  });
});
