import { expect, test } from "vitest";
import { sampleOrder } from "@/tests/samples/order";
import { contactOf, wholeContact } from "./contact";

test("contactOf: what is told of a buyer, as evidence", () => {
  const contact = contactOf(sampleOrder());
  expect(contact).toMatchObject({
    digits: "13800000001",
    mask: "138*0001",
    surname: "顾",
    phoneTail: "0001",
  });
  expect(contact.door).not.toBeNull();
  expect(contact.addressMasked).not.toContain("502");
  expect(JSON.parse(contact.told ?? "")).toMatchObject({ name: "顾样例", phone: "13800000001" });
});

test("contactOf: nothing told is nothing sealed and no evidence", () => {
  const nobody = sampleOrder({ buyerName: "", buyerPhone: "", address: null });
  expect(contactOf(nobody)).toMatchObject({ digits: null, mask: null, door: null, told: null });
});

test("wholeContact: one that is missing a part or is starred out is no other buyer", () => {
  expect(wholeContact(sampleOrder())).toContain("13800000001");
  expect(wholeContact(sampleOrder({ remark: "放门口" }))).toBe(wholeContact(sampleOrder()));
  expect(wholeContact(sampleOrder({ buyerPhone: "" }))).toBeNull();
  expect(wholeContact(sampleOrder({ buyerPhone: "138****0001" }))).toBeNull();
  const starred = { text: "演示路1号***", lngE6: null, latE6: null };
  expect(wholeContact(sampleOrder({ address: starred }))).toBeNull();
});
