import { expect, test } from "vitest";
import { buildEdit } from "./build-edit";

const shelf = { storeId: 1, skuId: 2, unit: "piece", stopped: false } as const;
const draft = { amount: "5", reason: " why ", isAside: true };

test("each kind takes its number and its reason", () => {
  expect(buildEdit("count", shelf, draft)).toEqual({
    ...{ storeId: 1, skuId: 2, reason: "why" },
    ...{ kind: "count", counted: 5 },
  });
  expect(buildEdit("quarantine", shelf, { ...draft, isAside: false })).toMatchObject({ qty: -5 });
  expect(buildEdit("return", shelf, draft)).toMatchObject({ qty: 5, isSetAside: true });
  expect(buildEdit("stop", { ...shelf, stopped: true }, draft)).toMatchObject({ isStopped: false });
  expect(
    buildEdit("freeze", { ...shelf, unit: "gram" }, { ...draft, amount: "1.5" }),
  ).toMatchObject({
    value: 1_500,
  });
});

test("nothing without a number or a reason", () => {
  expect(buildEdit("count", shelf, { ...draft, amount: "x" })).toBeNull();
  expect(buildEdit("count", shelf, { ...draft, reason: " " })).toBeNull();
});
