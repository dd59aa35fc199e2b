import { expect, test } from "vitest";
import { sampleAccount, sampleOrder } from "@/tests/samples/order";
import { SAMPLE_AT } from "@/tests/samples/sample-model";
import { type ChannelOrder, UNKNOWN_CAPABILITIES } from "../channels";
import { asFen } from "../kernel/fen";
import { TILL_TAG } from "../orders";
import { draftLines, draftOrder, needsNoConfirm } from "./draft-order";

const contact = {
  contactSealed: null,
  nameMasked: "顾**",
  phoneTail: "0001",
  phoneKey: "aa",
  maskKey: "bb",
  doorKey: "cc",
  addressMasked: null,
};
const articles = {
  skuOf: (_: number, key: string) => (key === "K1" ? 401 : null),
  skus: new Map([
    [401, { id: 401, zone: "ambient" as const, weightGrams: 550, volumeMl: 600, lineMax: 50 }],
  ]),
  drawsOf: (skuId: number) => [{ skuId, per: 1 }],
};
const draft = (
  change: Partial<ChannelOrder> = {},
  account = sampleAccount(),
  storeId: number | null = 7,
) => {
  const order = sampleOrder(change);
  return draftOrder(
    order,
    { account, inboxId: 9, inboxAt: SAMPLE_AT },
    {
      id: 17,
      storeId,
      lane: 3,
      contact,
      surname: "顾",
      contentHash: "dd",
      contactHash: "ee",
      lines: draftLines(order, { id: 17, accountId: account.id }, articles),
    },
  );
};

test("draftOrder: ours at once where the channel needs no answer, paid where a platform waits for one", () => {
  expect(draft().row.trade).toBe("accepted");
  const platform = sampleAccount({ capabilities: UNKNOWN_CAPABILITIES });
  expect(needsNoConfirm(platform)).toBe(false);
  expect(draft({}, platform).row.trade).toBe("paid");
  expect(draft({ trade: "completed" }, platform).row.trade).toBe("accepted");
  expect(draft({ trade: "pending_payment" }).row.trade).toBe("pending_payment");
});

test("draftOrder: as soon as possible is what the account promises; a shop nobody knows keeps the channel's word", () => {
  expect(draft().row.promiseAt).toBe(SAMPLE_AT + 40 * 60_000);
  expect(draft({}, sampleAccount(), null).row).toMatchObject({
    storeId: null,
    externalStore: "S1",
  });
  expect(draft().row.externalStore).toBeNull();
});

test("draftOrder: an unknown article or money that cannot be true holds it", () => {
  expect(draft().isHeld).toBe(false);
  const [line] = sampleOrder().lines;
  const unknown = draft({ lines: [{ ...line!, externalSku: "K9", name: "新品" }] });
  expect(unknown.isHeld).toBe(true);
  expect(unknown.lines[0]).toMatchObject({ skuId: null, externalSku: "K9", draws: [] });
  const off = draft({ amounts: { ...sampleOrder().amounts, paidFen: asFen(1) } });
  expect(off).toMatchObject({ isHeld: true, row: { moneyHeld: true } });
});

test("draftOrder: oddly much is doubted, by channel and by article; what a till sold is not", () => {
  const [line] = sampleOrder().lines;
  const of = (qty: number, tags: string[] = []) => draft({ lines: [{ ...line!, qty }], tags });
  expect(of(50)).toMatchObject({ isDoubted: false, odd: [] });
  expect(of(51)).toMatchObject({ isDoubted: true, isHeld: true, odd: [{ lineNo: 1, most: 50 }] });
  expect(of(9_999, [TILL_TAG]).isDoubted).toBe(false);
});
