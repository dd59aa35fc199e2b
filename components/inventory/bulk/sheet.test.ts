import { expect, test } from "vitest";
import {
  changed,
  copyText,
  faultOf,
  NO_HISTORY,
  pasteCells,
  redone,
  type SheetRow,
  toEdits,
  undone,
  write,
} from "./sheet";

const row = (skuId: number, unit: "piece" | "gram" = "piece"): SheetRow => ({
  ...{ skuId, code: `K${skuId}`, name: "x", unit },
  ...{ count: 10, safety: 2, freeze: 0, stop: false },
});
const rows = [row(1), row(2, "gram")];
const at = (r: number, c: number) => ({ row: r, col: c });

test("what says the same as the shelf is no change, but a count is one", () => {
  const drafts = write(new Map(), rows, [
    { ...at(0, 0), text: "10" },
    { ...at(0, 1), text: "2" },
    { ...at(1, 3), text: "1" },
  ]);
  expect([...drafts]).toEqual([
    ["1:count", "10"],
    ["2:stop", "1"],
  ]);
  expect(write(drafts, rows, [{ ...at(0, 0), text: null }]).size).toBe(1);
});

test("a spreadsheet's cells come and go as tabs and lines", () => {
  const cells = pasteCells("5\t1\r\n1.5\t0.2\r\n", { anchor: at(0, 0), at: at(0, 0) });
  const drafts = write(new Map(), rows, cells);
  expect(copyText(drafts, rows, { anchor: at(1, 1), at: at(0, 0) })).toBe("5\t1\n1.5\t0.2");
  const one = pasteCells("7", { anchor: at(0, 1), at: at(1, 2) });
  expect(one).toHaveLength(4);
});

test("cells that cannot be read are told and never sent", () => {
  expect(faultOf("x", "count", "piece")).toBe("notNumber");
  expect(faultOf("-1", "safety", "piece")).toBe("notNumber");
  expect(faultOf("2", "stop", "piece")).toBe("notFlag");
  const drafts = write(new Map(), rows, [
    { ...at(0, 0), text: "x" },
    { ...at(1, 0), text: "1.5" },
    { ...at(1, 3), text: "1" },
  ]);
  const base = { storeId: 9, skuId: 2, reason: "r" };
  expect(toEdits(drafts, rows, { storeId: 9, reason: "r" })).toEqual([
    { ...base, kind: "count", counted: 1_500 },
    { ...base, kind: "stop", isStopped: true },
  ]);
});

test("the way back and forth", () => {
  const first = changed(NO_HISTORY, new Map([["1:count", "3"]]));
  const second = changed(first, new Map([["1:count", "4"]]));
  expect(undone(second).now.get("1:count")).toBe("3");
  expect(redone(undone(second)).now.get("1:count")).toBe("4");
  expect(undone(undone(undone(second))).now.size).toBe(0);
});
