import { expect, test } from "vitest";
import { heardOrder } from "@/tests/samples/order";
import { emptyUnderstood } from "../understood";
import { oddityCases } from "./oddities";

const one = heardOrder();
const from = { account: one.account, message: one.message };
const nothing = { fresh: [], conflicts: [], strange: [], owners: new Map() };

test("oddityCases: an unknown event is one case an account; about an order each stands alone", () => {
  const order = { externalNo: "A1", fields: "type=9" };
  const unknown = [
    { ...from, what: "order.x" },
    { ...from, what: "order.x", order },
  ];
  const cases = oddityCases({ ...nothing, said: { ...emptyUnderstood(), unknown } }, 0);
  expect(cases.map((c) => c.subject)).toEqual(["account:1:order.x", "account:1:order.x:A1:1"]);
  expect(cases[0]?.dueAt).toBe(30 * 60_000);
});

test("oddityCases: bad rows, strange devices and conflicts each have their code", () => {
  const said = { ...emptyUnderstood(), badRows: [{ ...one, row: 3, reason: "缺电话" }] };
  const cases = oddityCases({ ...nothing, said, strange: [one], conflicts: [one] }, 0);
  expect(cases.map((c) => [c.code, c.riskFen])).toEqual([
    ["INGEST_FAILED", 0],
    ["NOT_YOURS", 0],
    ["CONTENT_CONFLICT", 1_500],
  ]);
  expect(cases[0]?.cause).toBe("批次第 3 笔未导入：缺电话");
});
