import { expect, test } from "vitest";
import type { Account } from "@/server/domain/channels/account";
import { findOwner, type ToldOwner } from "./delivery-owner";

const accountWith = (config: object) => ({ config }) as unknown as Account;
const NOBODY = accountWith({});
const missing = ["pick_type（订阅 28）", "logistics_code（订阅 22）"];
const untold = (change: Partial<ToldOwner> = {}): ToldOwner => ({
  isPickup: null,
  carrier: null,
  missing,
  address: "星光花园3幢2单元1201室",
  remark: "",
  ...change,
});

test("findOwner: what is told stands, whatever anybody writes or sets", () => {
  const pickup = untold({ isPickup: true, missing: [] });
  expect(findOwner(pickup, NOBODY)).toEqual({ owner: "pickup", fields: [], doubt: null });
  const self = untold({ isPickup: false, carrier: "self", missing: [], remark: "到店自取" });
  expect(findOwner(self, accountWith({ deliveryOwner: "platform" }))).toEqual({
    owner: "self",
    fields: [],
    doubt: null,
  });
});

test("findOwner: nothing told is the platform's riders and names the fields, or the account's setting", () => {
  expect(findOwner(untold(), NOBODY)).toEqual({ owner: "platform", fields: missing, doubt: null });
  for (const deliveryOwner of ["self", "platform", "pickup"] as const)
    expect(findOwner(untold(), accountWith({ deliveryOwner }))).toEqual({
      owner: deliveryOwner,
      fields: [],
      doubt: null,
    });
  // A setting that is none must not reach the tables.
  expect(findOwner(untold(), accountWith({ deliveryOwner: "rider" })).owner).toBe("platform");
  const delivered = untold({ isPickup: false, missing: missing.slice(1) });
  expect(findOwner(delivered, accountWith({ deliveryOwner: "pickup" })).owner).toBe("platform");
});

test.each([
  "到店自取",
  "（到店自取）",
  "到店 自提",
  "门店自提",
  "自提",
  "到店取货",
  "到店自取@#浙江省杭州市",
])("findOwner: nobody rings at %s", (address) => {
  expect(findOwner(untold({ address }), NOBODY)).toMatchObject({
    owner: "pickup",
    fields: missing,
  });
});

test("findOwner: the platform's own sentence of pick-up counts, a buyer's words are put before people", () => {
  const sentence = "少放辣 到店自取 收餐人隐私号 17700001234_4321，手机号 138****2203";
  expect(findOwner(untold({ remark: sentence }), NOBODY).owner).toBe("pickup");
  expect(findOwner(untold({ remark: "我下班到店自取，别送" }), NOBODY)).toMatchObject({
    owner: "platform",
    doubt: "到店自取，别送",
  });
  expect(
    findOwner(untold({ remark: "到店自取" }), accountWith({ deliveryOwner: "self" })),
  ).toMatchObject({ owner: "self", fields: [], doubt: "到店自取" });
});

test.each(["不自取", "放自提点", "自提柜就行", "放门口", ""])(
  "findOwner: %s is no wish to come for it",
  (remark) => {
    expect(findOwner(untold({ remark }), NOBODY).doubt).toBeNull();
  },
);
