import { expect, test } from "vitest";
import type { Account } from "@/server/domain/channels/account";
import { decodeOwn } from "../decode";

const account = (fieldOverrides: Record<string, string> = {}) =>
  ({ config: { fieldOverrides } }) as Account;

const head = { report_id: "R1", store_code: "store_s01", as_of: "2026-01-01T08:00:00+08:00" };
const AS_OF = 1_767_225_600_000;

function read(topic: string, body: unknown, overrides?: Record<string, string>) {
  return decodeOwn(topic, Buffer.from(JSON.stringify(body)), account(overrides));
}

test("wms: a snapshot as of a move, a count as of a moment", () => {
  const items = [
    { sku_code: "K1", on_hand: 0 },
    { sku_code: "K2", on_hand: 12 },
  ];
  expect(read("wms-snapshot", { ...head, last_move: "8812", items })).toEqual({
    ok: true,
    value: [
      {
        type: "report",
        report: {
          kind: "snapshot",
          reportId: "R1",
          storeKey: "store_s01",
          asOf: AS_OF,
          lastMove: "8812",
          lines: [
            { externalSku: "K1", qty: 0, move: null },
            { externalSku: "K2", qty: 12, move: null },
          ],
        },
      },
    ],
  });
  for (const last of [{}, { last_move: null }]) {
    const body = { ...head, ...last, items: [{ sku_code: "K1", counted: "7" }] };
    expect(read("wms-count", body)).toMatchObject({
      ok: true,
      value: [{ report: { kind: "count", lastMove: null, lines: [{ qty: 7 }] } }],
    });
  }
});

test("wms: moves keep their sign, kind, number and reason", () => {
  const items = [
    { move_id: "M1", sku_code: "K1", kind: "receipt", qty: 24, reason: "补货" },
    { move_id: "M2", sku_code: "K1", kind: "quarantine", qty: -3 },
  ];
  expect(read("wms-moves", { ...head, last_move: "9", items })).toMatchObject({
    ok: true,
    value: [
      {
        report: {
          kind: "moves",
          lastMove: null,
          lines: [
            { externalSku: "K1", qty: 24, move: { moveId: "M1", kind: "receipt", reason: "补货" } },
            { externalSku: "K1", qty: -3, move: { moveId: "M2", kind: "quarantine", reason: "" } },
          ],
        },
      },
    ],
  });
});

test("wms: another sender's names come in by settings", () => {
  const body = {
    id: "R1",
    shop: "store_s01",
    as_of: head.as_of,
    items: [{ code: "K1", on_hand: 1 }],
  };
  const overrides = { report_id: "id", store_code: "shop", sku_code: "code" };
  expect(read("wms-snapshot", body, overrides)).toMatchObject({
    ok: true,
    value: [{ report: { reportId: "R1", lines: [{ externalSku: "K1" }] } }],
  });
});

const one = [{ sku_code: "K1", on_hand: 1 }];
const move = { move_id: "M1", sku_code: "K1", kind: "receipt", qty: 1 };
test.each([
  ["wms-snapshot", { ...head, report_id: "", items: one }, "MISSING_FIELD", "report_id"],
  ["wms-snapshot", { ...head, store_code: undefined, items: one }, "MISSING_FIELD", "store_code"],
  ["wms-snapshot", { ...head, as_of: "2026-01-01 08:00:00", items: one }, "BAD_FIELD", "as_of"],
  ["wms-snapshot", { ...head, last_move: "9".repeat(65), items: one }, "BAD_FIELD", "last_move"],
  ["wms-snapshot", head, "MISSING_FIELD", "items"],
  ["wms-snapshot", { ...head, items: [] }, "MISSING_FIELD", "items"],
  ["wms-snapshot", { ...head, items: Array(2_001).fill(one[0]) }, "BAD_FIELD", "items"],
  [
    "wms-snapshot",
    { ...head, items: [{ sku_code: "K1", on_hand: -1 }] },
    "BAD_FIELD",
    "items[0].on_hand",
  ],
  [
    "wms-snapshot",
    { ...head, items: [{ sku_code: "K1", counted: 1 }] },
    "BAD_FIELD",
    "items[0].on_hand",
  ],
  ["wms-snapshot", { ...head, items: [...one, ...one] }, "BAD_FIELD", "items[1].sku_code"],
  [
    "wms-count",
    { ...head, items: [{ sku_code: "K1", counted: 1.5 }] },
    "BAD_FIELD",
    "items[0].counted",
  ],
  ["wms-count", { ...head, items: ["K1"] }, "MISSING_FIELD", "items[0].sku_code"],
  ["wms-moves", { ...head, items: [{ ...move, qty: 0 }] }, "BAD_FIELD", "items[0].qty"],
  [
    "wms-moves",
    { ...head, items: [{ ...move, kind: "constructor" }] },
    "BAD_FIELD",
    "items[0].kind",
  ],
  [
    "wms-moves",
    { ...head, items: [{ ...move, move_id: "" }] },
    "MISSING_FIELD",
    "items[0].move_id",
  ],
  ["wms-moves", { ...head, items: [move, move] }, "BAD_FIELD", "items[1].move_id"],
] as const)("wms: %s with %j is refused: %s %s", (topic, body, code, field) => {
  expect(read(topic, body)).toMatchObject({
    ok: false,
    error: {
      code,
      cause: expect.stringMatching(new RegExp(`^${field.replace(/[[\]]/g, "\\$&")}: `)),
    },
  });
});
