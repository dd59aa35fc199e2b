import { expect, test } from "vitest";
import { heardOrder, sampleOrder } from "@/tests/samples/order";
import { contactOf } from "./contact";
import { contactFact, doorKeyOf, doorOfSealed, type Keys, sealContact } from "./seal-contact";

const keys: Keys = {
  seal: (text) => new Uint8Array([text.length % 256]),
  key: (purpose, text) => `${purpose}:${text.length}`,
};

test("sealContact: nothing that names a buyer stays readable", () => {
  const row = sealContact(contactOf(sampleOrder()), 7, keys);
  const shown = JSON.stringify({ ...row, contactSealed: null });
  expect(shown).not.toContain("13800000001");
  expect(shown).not.toContain("502");
  expect(row).toMatchObject({ phoneKey: "phone:11", phoneTail: "0001" });
  const nobody = contactOf(sampleOrder({ buyerName: "", buyerPhone: "", address: null }));
  expect(sealContact(nobody, 7, keys)).toMatchObject({ contactSealed: null, doorKey: null });
});

test("doorKeyOf: a door is known by its shop as well", () => {
  const plain = { key: (_: string, text: string) => text };
  expect(doorKeyOf(7, "3-502", plain)).not.toBe(doorKeyOf(8, "3-502", plain));
  expect([doorKeyOf(null, "3-502", plain), doorKeyOf(7, null, plain)]).toEqual([null, null]);
});

test("contactFact: told at another moment or with another buyer it is another fact", () => {
  const fact = (contact: string) =>
    contactFact({ ...heardOrder(), hashes: { content: "c", contact } }, keys);
  expect(fact("a").version).not.toBe(fact("b").version);
  expect(fact("a")).toMatchObject({ kind: "contact", contactHash: "a", lngE6: 121_400_000 });
  expect(Buffer.from(fact("a").sealed ?? "", "base64")).toHaveLength(1);
});

test("doorOfSealed: the door of a sealed contact is the one it would have had at once", () => {
  const plain = {
    key: (_: string, text: string) => text,
    open: (b: Uint8Array) => `${Buffer.from(b)}`,
  };
  const contact = contactOf(sampleOrder());
  const sealed = Buffer.from(contact.told ?? "");
  expect(doorOfSealed(sealed, 7, plain)).toBe(doorKeyOf(7, contact.door, plain));
  expect(doorOfSealed(sealed, 7, plain)).not.toBeNull();
  expect([doorOfSealed(null, 7, plain), doorOfSealed(sealed, null, plain)]).toEqual([null, null]);
});
