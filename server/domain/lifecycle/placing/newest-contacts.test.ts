import { expect, test } from "vitest";
import { minutesLater } from "@/tests/samples/order";
import { newestContacts } from "./newest-contacts";

test("newestContacts: of one order told of twice, the later word", () => {
  const told = (minute: number, addressMasked: string) => ({
    accountId: 1,
    orderId: 1,
    fact: {
      kind: "contact" as const,
      externalNo: "A1",
      at: minutesLater(minute),
      version: addressMasked,
      sealed: null,
      nameMasked: "顾**",
      phoneTail: null,
      phoneKey: "aa",
      maskKey: "bb",
      addressMasked,
      contactHash: null,
      lngE6: 1,
      latE6: 2,
    },
  });
  const found = newestContacts([told(2, "late"), told(1, "early")]);
  expect(found.map((c) => c.addressMasked)).toEqual(["late"]);
});
