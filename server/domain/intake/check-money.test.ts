import { expect, test } from "vitest";
import { asFen } from "../kernel/fen";
import { checkMoney } from "./check-money";

const CEILING = 5_000_000;

const line = {
  externalLineId: "1",
  externalSku: "K1",
  barcode: null,
  name: "牛奶",
  qty: 2,
  unitPriceFen: asFen(1690),
  paidFen: asFen(2980),
};
const order = {
  lines: [line],
  unreadableMoney: null,
  amounts: {
    itemsFen: asFen(3380),
    merchantDiscountFen: asFen(300),
    platformDiscountFen: asFen(100),
    packageFen: asFen(100),
    deliveryFen: asFen(500),
    paidFen: asFen(3580),
  },
};

test("checkMoney: an order whose parts sum passes", () => {
  expect(checkMoney(order, CEILING)).toBeNull();
});

test("checkMoney: each way of not adding up is named", () => {
  const amounts = (change: object) => ({ ...order, amounts: { ...order.amounts, ...change } });
  expect(checkMoney(amounts({ itemsFen: asFen(3381) }), CEILING)).toContain("各行合计");
  expect(checkMoney(amounts({ paidFen: asFen(3579) }), CEILING)).toContain("应付");
  expect(checkMoney(amounts({ deliveryFen: asFen(-1) }), CEILING)).toContain("配送费 为负");
  expect(checkMoney({ ...order, lines: [{ ...line, paidFen: asFen(2979) }] }, CEILING)).toContain(
    "各行实付合计",
  );
  expect(checkMoney(order, 3_579)).toContain("超过本渠道上限");
  expect(checkMoney(order, 3_580)).toBeNull();
  expect(checkMoney({ ...order, unreadableMoney: "x" }, CEILING)).toContain("无法识别");
  const huge = { ...line, unitPriceFen: asFen(Number.MAX_SAFE_INTEGER) };
  expect(checkMoney({ ...order, lines: [huge] }, CEILING)).toContain("超出");
});
