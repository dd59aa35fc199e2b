import { expect, test } from "vitest";
import { readGroupFile } from "@/server/adapters/channels/own/files/decode-file";

/** Columns of a group-buy file that change what an order means. */
const HEADER = "订单号,收货人,手机号,门店编码,商品编码,数量,单价(元),实付(元),下单时间";
const ROW = "G1001,李四,13800001111,S01,K0001,1,10,10,2026-11-28 10:00:00";

test.each([
  ["是否作废", "是"],
  ["作废", "已作废"],
  ["退单", "是"],
  ["已退金额", "10"],
  ["实退金额(元)", "10"],
  ["退换货", "退货"],
])("a column %s that says %s is understood or refuses the row, never dropped", (title, text) => {
  const read = readGroupFile(Buffer.from(`${HEADER},${title}\n${ROW},${text}\n`));
  expect(read.map((item) => item.type)).toEqual(["bad-row"]);
});
