import { expect, test } from "vitest";
import { comparePhones, phoneTail, readPhone } from "./phone";

test.each([
  ["13812345678", { kind: "full", digits: "13812345678", prefix3: "138", tail4: "5678" }],
  ["+86 138-1234-5678", { kind: "full", digits: "13812345678", prefix3: "138", tail4: "5678" }],
  [
    "１３８１２３４５６７８",
    { kind: "full", digits: "13812345678", prefix3: "138", tail4: "5678" },
  ],
  ["138****5678", { kind: "mask", prefix3: "138", tail4: "5678" }],
  ["138*****678", { kind: "mask", prefix3: "138", tail4: "678" }],
  ["13812345678_1234", { kind: "relay", base: "13812345678", extension: "1234" }],
  ["13812345678,1234", { kind: "relay", base: "13812345678", extension: "1234" }],
  ["13812345678转1234", { kind: "relay", base: "13812345678", extension: "1234" }],
  ["", { kind: "none" }],
  ["电话联系", { kind: "none" }],
])("readPhone: %s", (text, phone) => {
  expect(readPhone(text)).toEqual(phone);
});

test("phoneTail: a relay's digits are nobody's tail", () => {
  expect(phoneTail(readPhone("138****5678"))).toBe("5678");
  expect(phoneTail(readPhone("13812345678_1234"))).toBeNull();
});

test("comparePhones: full decides over mask, mask agrees with the full number behind it, a relay proves nothing", () => {
  const full = { full: "F1", mask: "M1" };
  expect(comparePhones(full, { full: "F1", mask: "M1" })).toBe("agree");
  expect(comparePhones(full, { full: "F2", mask: "M1" })).toBe("conflict");
  expect(comparePhones(full, { full: null, mask: "M1" })).toBe("agree");
  expect(comparePhones(full, { full: null, mask: "M2" })).toBe("conflict");
  expect(comparePhones(full, { full: null, mask: null })).toBe("unknown");
});
