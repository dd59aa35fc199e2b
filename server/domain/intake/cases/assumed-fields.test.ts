import { expect, test } from "vitest";
import { heardOrder } from "@/tests/samples/order";
import { assumedCases } from "./assumed-fields";

const with_ = (id: number, fields: string[], doubt: string | null = null) =>
  heardOrder({ externalNo: `A${id}`, assumed: { fields, doubt } }, { id });

test("assumedCases: one an account, set of fields and day, naming the first order", () => {
  const cases = assumedCases(
    [with_(1, ["pick_type"]), with_(2, ["pick_type"]), with_(3, ["x"])],
    5,
  );
  expect(cases.map((c) => c.cause.match(/订单 (\w+)/)?.[1])).toEqual(["A1", "A3"]);
});

test("assumedCases: where the order's own words speak against it, each stands alone", () => {
  const cases = assumedCases([with_(1, [], "到店自取"), with_(2, [], "到店自取")], 5);
  expect(cases.map((c) => c.subject)).toEqual(["source:1:A1", "source:1:A2"]);
  expect(assumedCases([heardOrder()], 5)).toEqual([]);
});
