import { expect, test } from "vitest";
import { asUser, seesChain, seesStore, USER_ROLES } from "./user";

const told = { id: "u1", name: "测试", email: "t@t" };

test.each([
  { role: "Finance", storeId: null },
  { role: "disabled", storeId: null },
  { role: "", storeId: null },
  { role: undefined, storeId: 1 },
  { role: "store", storeId: null },
  { role: "store", storeId: undefined },
  { role: "store", storeId: "1" },
  { role: "admin", storeId: "all" },
  { role: "toString", storeId: null },
])("user: $role of store $storeId is nobody", (claim) => {
  expect(asUser({ ...told, ...claim })).toBeNull();
});

test("user: every role we know is somebody; a store's manager sees that store only", () => {
  for (const role of USER_ROLES) expect(asUser({ ...told, role, storeId: 2 })?.role).toBe(role);
  const manager = asUser({ ...told, role: "store", storeId: 2 });
  const chief = asUser({ ...told, role: "admin" });
  if (!manager || !chief) throw new Error("both are somebody");
  expect([seesChain(manager), seesStore(manager, 2), seesStore(manager, 3)]).toEqual([
    false,
    true,
    false,
  ]);
  expect([seesChain(chief), seesStore(chief, 3)]).toEqual([true, true]);
});
