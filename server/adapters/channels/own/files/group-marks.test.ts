import { expect, test } from "vitest";
import { markKind, readWay, refuseOver } from "./group-marks";

test("markKind: columns that change what an order means, and others", () => {
  for (const name of ["状态", "订单状态", "支付状态", "发货状态"])
    expect(markKind(name)).toBe("state");
  for (const name of [
    "售后",
    "售后状态",
    "退款金额",
    "退款状态",
    "取消时间",
    "是否取消",
    "退货数量",
  ])
    expect(markKind(name), name).toBe("refund");
  for (const name of ["物流方式", "配送方式", "取货方式", "是否自提", "自提"])
    expect(markKind(name), name).toBe("way");
  for (const name of ["跟团号", "备注", "自提点", "支付方式", "可退金额", "售后电话", "订单号"])
    expect(markKind(name), name).toBeNull();
});

test.each([
  ["state", "已取消", "已取消"],
  ["state", "交易关闭", "已取消"],
  ["state", "退款中", "已取消"],
  ["state", "待付款", "还没有付款"],
  ["state", "已发货", "已经发出"],
  ["state", "部分发货", "已经发出"],
  ["state", "蓝色", "不认识"],
  ["state", "已付款，已关闭", "已取消"],
  ["refund", "3.5", "已有取消或退款"],
  ["refund", "¥0.01", "已有取消或退款"],
  ["refund", "退款成功", "已有取消或退款"],
  ["refund", "处理中", "已有取消或退款"],
] as const)("refuseOver: a %s of %s is refused and says why", (kind, text, why) => {
  expect(() => refuseOver(kind, text, "栏")).toThrow(new RegExp(`^栏: 「${text}」，${why}`));
});

test("refuseOver: orders that are paid and to be given out go on", () => {
  for (const text of [
    "",
    "待发货",
    "已支付",
    "已付款，待发货",
    "待发货（已付款）",
    "待核销",
    "未取消",
  ])
    refuseOver("state", text, "订单状态");
  for (const text of ["", "0", "0.00", "¥0.00", "0元", "无", "-", "无售后", "未退款", "否"])
    refuseOver("refund", text, "售后");
});

test("readWay: words of a pick-up and of a delivery; both, neither and others are refused", () => {
  for (const text of ["自提", "顾客自提", "上门自提", "到店自取"])
    expect(readWay(text, "物流方式"), text).toBe("pickup");
  for (const text of ["快递发货", "同城配送", "商家配送", "送货上门"])
    expect(readWay(text, "物流方式"), text).toBe("delivery");
  expect([readWay("是", "是否自提"), readWay("否", "是否自提")]).toEqual(["pickup", "delivery"]);
  expect(readWay("", "物流方式")).toBeNull();
  for (const text of ["无需物流", "自提/快递", "不自提", "是", "明天"])
    expect(() => readWay(text, "物流方式"), text).toThrow("物流方式: 不认识");
});
