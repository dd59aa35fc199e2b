import { expect, test } from "vitest";
import { signedOrderRequests } from "./signed-order";

const NOW = 1_767_225_600_000;
const secrets = Object.fromEntries(
  ["app-1", "mini-1", "pos-1", "meituan-1", "eleme-1"].map((code) => [code, "s"]),
);

test("signedOrderRequests: five channels, unique numbers, the same seed the same orders", () => {
  const make = () => signedOrderRequests(7, "http://localhost:3100", secrets);
  const one = make();
  const two = make();
  const first = Array.from({ length: 1_500 }, (_, i) => one.next(NOW + i));
  const second = Array.from({ length: 1_500 }, (_, i) => two.next(NOW + i));
  expect(new Set(first.map((r) => r.channel))).toEqual(
    new Set(["app", "mini", "pos", "meituan", "eleme"]),
  );
  expect(new Set(first.map((r) => r.externalNo)).size).toBe(1_500);
  expect(first.map((r) => r.externalNo)).toEqual(second.map((r) => r.externalNo));
  const own = (all: typeof first) => all.filter((r) => r.channel === "app").map((r) => `${r.body}`);
  expect(own(first)).toEqual(own(second));
});

test("signedOrderRequests: every 饿了么 push has a detail", () => {
  const orders = signedOrderRequests(7, "http://localhost:3100", secrets);
  for (let i = 0; i < 300; i += 1) {
    const request = orders.next(NOW + i);
    const detail = orders.detailOf(request.externalNo);
    expect(detail !== null).toBe(request.channel === "eleme");
  }
});
