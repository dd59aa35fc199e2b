import fc from "fast-check";
import { expect, test } from "vitest";
import type { Instant } from "../kernel/instant";
import { PARCEL_RULES } from "../rules";
import { type Placement, planParcels } from "./plan-parcels";

const now = 1_795_000_000_000 as Instant;
const line = fc.record({
  lineNo: fc.integer({ min: 1, max: 9 }),
  skuId: fc.integer({ min: 1, max: 9 }),
  qty: fc.integer({ min: 1, max: 5 }),
  zone: fc.constantFrom("ambient" as const, "chilled" as const, "frozen" as const, "live" as const),
  weightGrams: fc.integer({ min: 1, max: 4000 }),
  volumeMl: fc.integer({ min: 1, max: 9000 }),
});
const placement = fc.record({
  storeId: fc.integer({ min: 1, max: 2 }),
  deliveryOwner: fc.constantFrom("self" as const, "platform" as const, "pickup" as const),
  door: fc.integer({ min: 0, max: 3 }),
  phone: fc.integer({ min: 0, max: 3 }),
  surname: fc.constantFrom("张", "李", null),
  minutes: fc.integer({ min: 5, max: 120 }),
  /** Minutes until a booked window of half an hour; null for as soon as possible. */
  booked: fc.option(fc.integer({ min: 0, max: 1_500 })),
  blocked: fc.boolean(),
  held: fc.boolean(),
  lines: fc.uniqueArray(line, { minLength: 1, maxLength: 4, selector: (l) => l.lineNo }),
});

function build(raw: (typeof placement extends fc.Arbitrary<infer T> ? T : never)[]): Placement[] {
  return raw.map((r, i) => ({
    orderId: i + 1,
    label: `APP#${i + 1}`,
    storeId: r.storeId,
    deliveryOwner: r.deliveryOwner,
    doorKey: r.door === 0 ? null : `d${r.door}`,
    promiseFrom: r.booked === null ? null : ((now + r.booked * 60_000) as Instant),
    promiseAt: (now + (r.booked === null ? r.minutes : r.booked + 30) * 60_000) as Instant,
    person: {
      orderId: i + 1,
      phone: { full: r.phone ? `p${r.phone}` : null, mask: r.phone ? `m${r.phone}` : null },
      surname: r.surname,
      tags: [],
    },
    lngE6: null,
    latE6: null,
    blocked: r.blocked || r.held,
    held: r.held,
    lines: r.lines,
  }));
}

test("planParcels: every line lies in exactly one parcel, and no parcel mixes doors, people, owners or boxes", () => {
  fc.assert(
    fc.property(fc.array(placement, { maxLength: 25 }), (raw) => {
      const placements = build(raw);
      let id = 0;
      const plan = planParcels(placements, [], { now, newId: () => ++id, rules: PARCEL_RULES });
      const wanted = placements
        .flatMap((p) => p.lines.map((l) => `${p.orderId}:${l.lineNo}:${l.qty}`))
        .sort();
      expect(plan.parts.map((p) => `${p.orderId}:${p.lineNo}:${p.qty}`).sort()).toEqual(wanted);
      for (const parcel of plan.parcels) {
        const ids = new Set(
          plan.parts.filter((p) => p.parcelId === parcel.id).map((p) => p.orderId),
        );
        const members = placements.filter((p) => ids.has(p.orderId));
        if (members.length < 2) continue;
        expect(
          new Set(
            members.map(
              (m) => `${m.storeId}|${m.doorKey}|${m.deliveryOwner}|${m.person.phone.mask}`,
            ),
          ).size,
        ).toBe(1);
        expect(members[0]?.deliveryOwner).toBe("self");
        expect(members[0]?.person.phone.mask).not.toBeNull();
        if (members.some((m) => m.blocked)) expect(parcel.status).not.toBe("released");
      }
    }),
  );
});

test("planParcels: A-B-A addresses put the first and the third together", () => {
  const base = {
    storeId: 1,
    deliveryOwner: "self" as const,
    phone: 1,
    surname: "张" as const,
    minutes: 60,
    booked: null,
    blocked: false,
    held: false,
  };
  const lines = [
    { lineNo: 1, skuId: 1, qty: 1, zone: "ambient" as const, weightGrams: 10, volumeMl: 10 },
  ];
  const placements = build([
    { ...base, door: 1, lines },
    { ...base, door: 2, lines },
    { ...base, door: 1, lines },
  ]);
  let id = 0;
  const plan = planParcels(placements, [], { now, newId: () => ++id, rules: PARCEL_RULES });
  expect(plan.parts.map((p) => p.parcelId)).toEqual([1, 2, 1]);
  expect(plan.decisions.filter((d) => d.outcome === "merged").map((d) => d.sentence)).toEqual([
    "APP#3 并入 APP#1 的包裹：同门店、同户门、联系方式一致、未开始拣货",
  ]);
});

test("planParcels: no store starts on a booked order before its window is near, alone or merged, whoever brings it", () => {
  const lead = 45 * 60_000;
  fc.assert(
    fc.property(fc.array(placement, { maxLength: 25 }), (raw) => {
      let id = 100;
      const placements = build(raw);
      const plan = planParcels(placements, [], { now, newId: () => ++id, rules: PARCEL_RULES });
      for (const parcel of plan.parcels) {
        const members = placements.filter((p) =>
          parcel.people.some((m) => m.orderId === p.orderId),
        );
        for (const { promiseFrom } of members) {
          if (promiseFrom === null || promiseFrom - lead <= now) continue;
          expect(parcel.status).not.toBe("released");
          expect(parcel.holdUntil).not.toBeNull();
        }
        const starts = members.map((m) => m.promiseFrom ?? now);
        const ends = members.map((m) => m.promiseAt);
        expect(Math.max(...starts)).toBeLessThan(Math.min(...ends));
      }
    }),
  );
});

test("planParcels: an order that waits for somebody's decision travels alone, and makes nobody wait", () => {
  fc.assert(
    fc.property(fc.array(placement, { maxLength: 25 }), (raw) => {
      let id = 100;
      const placements = build(raw);
      const plan = planParcels(placements, [], { now, newId: () => ++id, rules: PARCEL_RULES });
      const held = new Set(placements.filter((p) => p.held).map((p) => p.orderId));
      for (const parcel of plan.parcels.filter((p) => p.people.some((m) => held.has(m.orderId))))
        expect(parcel.people).toHaveLength(1);
    }),
  );
});
