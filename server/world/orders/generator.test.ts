import { expect, test } from "vitest";
import { demoCity } from "@/server/domain/demo/city";
import type { Wish } from "./follow-ups";
import { orderGenerator } from "./generator";
import type { WorldOrder } from "./order";

const START = 1_767_225_600_000;

function orders(seed: number, count: number): { order: WorldOrder; followed: Wish | undefined }[] {
  const generator = orderGenerator({ city: demoCity(7), seed, startMs: START, households: 600 });
  const waiting: Wish[] = [];
  return Array.from({ length: count }, (_, i) => {
    const followed = i % 5 === 0 ? waiting.shift() : undefined;
    const made = generator.order(START + i * 1_000, followed);
    waiting.push(...made.followUps);
    return { order: made.order, followed };
  });
}

test("orderGenerator: the same seed gives the same orders, another seed others", () => {
  const digest = (seed: number) => JSON.stringify(orders(seed, 200).map(({ order }) => order));
  expect(digest(7)).toBe(digest(7));
  expect(digest(8)).not.toBe(digest(7));
});

test("orderGenerator: amounts add up on every channel, over thousands", () => {
  const seen = new Set<string>();
  for (const { order } of orders(11, 4_000)) {
    seen.add(order.channel);
    const { amounts, lines } = order;
    const off = amounts.discountMerchantFen + amounts.discountPlatformFen;
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    expect(sum(lines.map((line) => line.unitPriceFen * line.qty))).toBe(amounts.itemsFen);
    expect(sum(lines.map((line) => line.paidFen))).toBe(amounts.itemsFen - off);
    expect(amounts.itemsFen - off + amounts.packageFen + amounts.deliveryFen).toBe(amounts.paidFen);
    expect(lines.every((line) => line.paidFen >= 0 && line.qty >= 1)).toBe(true);
    expect(order.address === null).toBe(order.deliveryMode !== "DELIVERY");
  }
  expect(seen.size).toBe(6);
});

test("orderGenerator: external numbers are unique and of the platforms' lengths", () => {
  const made = orders(3, 2_000).map(({ order }) => order);
  expect(new Set(made.map((order) => order.externalNo)).size).toBe(2_000);
  for (const { channel, externalNo } of made) {
    if (channel === "meituan" || channel === "eleme") {
      expect(externalNo).toMatch(/^[58]\d{18}$/);
      expect(BigInt(externalNo)).toBeLessThan(2n ** 63n);
    }
  }
});

test("orderGenerator: about a tenth of deliveries is followed by the same person elsewhere, some by traps", () => {
  const generator = orderGenerator({ city: demoCity(7), seed: 5, startMs: START });
  let delivered = 0;
  let same = 0;
  let traps = 0;
  for (let i = 0; i < 4_000; i += 1) {
    const { order, followUps } = generator.order(START + i);
    if (order.deliveryMode === "DELIVERY") delivered += 1;
    for (const next of followUps) {
      expect(
        next.channel === order.channel &&
          next.person === order.person &&
          next.household === order.household &&
          followUps.length === 1,
      ).toBe(false);
      expect(next.afterMs).toBeLessThan(12 * 60_000);
      if (followUps.length === 1 && next.person === order.person) same += 1;
      else traps += 1;
    }
  }
  expect(same / delivered).toBeGreaterThan(0.08);
  expect(same / delivered).toBeLessThan(0.12);
  expect(traps).toBeGreaterThan(50);
});

test("orderGenerator: 美团 shows masked or virtual numbers, about a third is delivered by ourselves", () => {
  const made = orders(2, 4_000)
    .map(({ order }) => order)
    .filter((o) => o.channel === "meituan");
  const masked = made.filter((order) => /^\d{3}\*{4}\d{4}$/.test(order.buyer.phone)).length;
  expect(masked / made.length).toBeGreaterThan(0.4);
  expect(made.every((o) => o.buyer.phone.includes("*") || o.buyer.phoneExt !== null)).toBe(true);
  const self = made.filter((order) => order.deliveryOwner === "self").length / made.length;
  expect(self).toBeGreaterThan(0.29);
  expect(self).toBeLessThan(0.41);
});

test("orderGenerator: nobody buys on a platform what it shows as none, nor more than it shows", () => {
  const city = demoCity(7);
  const pieces: Record<string, number> = Object.fromEntries(
    city.skus.map((sku, i) => [sku.code, i % 3]),
  );
  const generator = orderGenerator({
    city,
    seed: 9,
    startMs: START,
    households: 300,
    shown: (channel, _, sku) => (channel === "meituan" ? (pieces[sku] ?? null) : null),
  });
  const made = Array.from({ length: 2_000 }, (_, i) => generator.order(START + i).order);
  const onMeituan = made.filter((order) => order.channel === "meituan");
  expect(onMeituan.length).toBeGreaterThan(300);
  const lines = onMeituan.flatMap((order) => order.lines);
  expect(lines.every((line) => line.qty <= (pieces[line.sku.code] ?? 0))).toBe(true);
  expect(
    onMeituan.every((order) => order.lines.every((line, i) => line.lineId === `${i + 1}`)),
  ).toBe(true);
  const elsewhere = made.filter((order) => order.channel === "eleme").flatMap((o) => o.lines);
  expect(elsewhere.some((line) => pieces[line.sku.code] === 0)).toBe(true);
});

test("orderGenerator: who finds the whole platform sold out orders in the 小程序; a platform never told sells as ever", () => {
  const city = demoCity(7);
  const of = (shown?: () => number | null) => {
    const generator = orderGenerator({
      city,
      seed: 9,
      startMs: START,
      households: 300,
      ...(shown ? { shown } : {}),
    });
    return Array.from({ length: 300 }, (_, i) => generator.order(START + i).order);
  };
  expect(JSON.stringify(of(() => null))).toBe(JSON.stringify(of()));
  const generator = orderGenerator({
    city,
    seed: 9,
    startMs: START,
    households: 300,
    shown: (channel) => (channel === "meituan" || channel === "eleme" ? 0 : null),
  });
  const made = Array.from({ length: 300 }, (_, i) => generator.order(START + i).order);
  expect(made.some((order) => order.channel === "meituan" || order.channel === "eleme")).toBe(
    false,
  );
  expect(made.every((order) => order.lines.length > 0)).toBe(true);
});
