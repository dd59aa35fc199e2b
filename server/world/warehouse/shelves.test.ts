import { expect, test } from "vitest";
import { seededRng } from "@/server/domain/kernel/rng";
import { createAgenda } from "../time/agenda";
import { createDrift } from "./drift";
import { createShelves } from "./shelves";

const K1 = ["S01", "K1"] as const;
const move = (kind: string, delta: number) => ({ storeCode: "S01", skuCode: "K1", kind, delta });
const shelf = (pieces = 10) => createShelves([["S01", "K1", pieces]]);

test("shelves: sales and transfers move goods, corrections only books, and there is no less than nothing", () => {
  const shelves = shelf();
  shelves.book(move("sale", -3), false);
  shelves.book(move("transfer_out", -2), false);
  shelves.book(move("transfer_in", 1), false);
  shelves.book(move("return", 1), false);
  expect(shelves.pieces(...K1)).toBe(7);
  for (const kind of ["adjust", "count", "quarantine"]) shelves.book(move(kind, -5), false);
  expect(shelves.pieces(...K1)).toBe(7);
  shelves.book(move("adjust", -5), true);
  expect(shelves.pieces(...K1)).toBe(2);
  shelves.book(move("sale", -3), false);
  expect(shelves.pieces(...K1)).toBe(0);
  shelves.book({ ...move("sale", -3), skuCode: "K2" }, false);
  expect(shelves.pieces("S01", "K2")).toBeNull();
});

test("shelves: two pickers do not take the same piece; what is released lies there again", () => {
  const shelves = shelf(3);
  expect([shelves.pick(...K1, 2), shelves.pick(...K1, 2)]).toEqual([2, 1]);
  expect(shelves.pieces(...K1)).toBe(3);
  shelves.release(...K1, 2);
  expect(shelves.pick(...K1, 9)).toBe(2);
  expect(shelves.pick("S02", "K1", 9)).toBe(9);
});

test("shelves: an arrival is told only when our ledger has told it back; what others booked has arrived too", () => {
  const shelves = shelf();
  shelves.receive(...K1, 6);
  expect([shelves.pieces(...K1), shelves.told("S01")]).toEqual([
    16,
    [{ skuCode: "K1", pieces: 10 }],
  ]);
  shelves.book(move("receipt", 4), false);
  expect(shelves.told("S01", ["K1", "K9"])).toEqual([{ skuCode: "K1", pieces: 14 }]);
  shelves.book(move("receipt", 5), false);
  expect([shelves.pieces(...K1), shelves.told("S01")]).toEqual([
    19,
    [{ skuCode: "K1", pieces: 19 }],
  ]);
});

test("drift: so many shelves a day, from the first moment on; none at 0; the same seed the same", () => {
  const run = (bps: number, seed: number) => {
    const time = { now: 0 };
    const agenda = createAgenda(() => time.now);
    const keys = Array.from({ length: 5_000 }, (_, i) => ["S01", `K${i}`, 20] as const);
    const shelves = createShelves(keys);
    createDrift({ shelves, agenda, rng: seededRng(seed), bps }).start();
    const wrong = () => keys.filter(([s, k]) => shelves.pieces(s, k) !== 20).length;
    const first = wrong();
    for (; time.now < 86_400_000; time.now += 60_000) agenda.runDue();
    const pieces = keys.map(([s, k]) => shelves.pieces(s, k) ?? -1);
    return { first, last: wrong(), pieces };
  };
  const usual = run(200, 1);
  expect(usual.first).toBeGreaterThan(90);
  expect(usual.first).toBeLessThanOrEqual(100);
  expect(usual.last).toBeGreaterThan(160);
  expect(usual.last).toBeLessThan(240);
  expect(Math.min(...usual.pieces)).toBeGreaterThanOrEqual(0);
  expect(usual.pieces.filter((n) => n > 20).length).toBeLessThan(
    usual.pieces.filter((n) => n < 20).length,
  );
  expect(run(200, 1)).toEqual(usual);
  expect(run(0, 1)).toMatchObject({ first: 0, last: 0 });
});
