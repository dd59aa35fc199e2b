import { expect, test } from "vitest";
import vectors from "@/tests/golden/channel-vectors.json";
import { elemeSign } from "./eleme/sign";
import { meituanSign } from "./meituan/sign";
import { ownSign } from "./own/sign";

const meituan = [
  vectors["meituan.request.OFFICIAL_EXAMPLE_1"],
  vectors["meituan.request.OFFICIAL_EXAMPLE_2"],
  vectors["meituan.request.post_stock"],
];
const eleme = [
  vectors["eleme_retail.request.order_get"],
  vectors["eleme_retail.request.order_get_with_token"],
  vectors["eleme_retail.push.order_create"],
  vectors["eleme_retail.push.ack_order_create"],
];

test.each(meituan.map((v) => [v.url, v] as const))("meituanSign: %s", (_, v) => {
  expect(meituanSign(v.url, v.params as Record<string, string>, v.secret)).toBe(v.sig);
});

test("meituanSign: a push, its values decoded twice", () => {
  const v = vectors["meituan.push.double_encoded"];
  expect(meituanSign(v.callback_url, v.plain, v.secret)).toBe(v.sig);
});

test.each(eleme.map((v) => [v.params.cmd, v] as const))("elemeSign: %s", (_, v) => {
  expect(elemeSign(v.params as Record<string, string>, v.secret)).toBe(v.sign);
});

test("ownSign: any changed part changes the signature", () => {
  const request = { method: "POST", path: "/a", timestamp: "1", nonce: "n", body: "{}" };
  const right = ownSign(request, "s");
  expect(right).toMatch(/^[0-9a-f]{64}$/);
  for (const change of [
    { method: "GET" },
    { path: "/b" },
    { timestamp: "2" },
    { nonce: "m" },
    { body: "{ }" },
  ]) {
    expect(ownSign({ ...request, ...change }, "s")).not.toBe(right);
  }
  expect(ownSign(request, "t")).not.toBe(right);
});
