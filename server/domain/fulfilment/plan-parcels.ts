import { type ParcelClass, parcelClass, type TemperatureZone } from "../kernel/goods";
import type { Instant } from "../kernel/instant";
import { holdUntil, judgeMerge, type Mergeable, type Person } from "../merge";
import type { DeliveryOwner, Fulfil } from "../orders";
import type { ParcelRules } from "../rules";
import { releaseAt } from "./release-time";

/** One order's promised goods, to be put into parcels. */
export type Placement = {
  orderId: number;
  /** As people know it: 美团#211. */
  label: string;
  storeId: number;
  deliveryOwner: DeliveryOwner;
  doorKey: string | null;
  promiseFrom: Instant | null;
  promiseAt: Instant;
  person: Person;
  lngE6: number | null;
  latE6: number | null;
  /** Something must happen before the store may start: not accepted yet, short, held. */
  blocked: boolean;
  /** Somebody has to decide first, and nobody knows when: it travels with nobody. */
  held: boolean;
  lines: PlacedLine[];
};
export type PlacedLine = {
  lineNo: number;
  skuId: number;
  qty: number;
  zone: TemperatureZone;
  weightGrams: number;
  volumeMl: number;
};

/** A parcel that is open in the tables, or was planned a moment ago for another order of the batch. */
export type OpenParcel = Mergeable & {
  id: number;
  status: Fulfil;
  holdUntil: Instant | null;
  mergeGroupId: number | null;
  labels: string[];
  lngE6: number | null;
  latE6: number | null;
  /** A member waits for somebody's decision. */
  held: boolean;
  /** False for one that this plan makes. */
  exists: boolean;
  /** Orders whose goods were all taken out of it: what was there stays on record, and they go into another one. */
  leftIds: readonly number[];
  joined: { orderId: number; reason: string }[];
};

type ParcelPart = {
  parcelId: number;
  orderId: number;
  lineNo: number;
  skuId: number;
  qty: number;
};
type MergeDecision = {
  orderId: number;
  parcelId: number;
  outcome: "merged" | "alone";
  sentence: string;
  inputs: unknown;
};
export type ParcelPlan = { parcels: OpenParcel[]; parts: ParcelPart[]; decisions: MergeDecision[] };

/** What planning goes by: the moment, ids for new parcels, the merchant's rules. */
type Planning = { now: Instant; newId: () => number; rules: ParcelRules };

/** A plan in the making: parcels by door, so that an order finds those behind its own. */
type Desk = Planning & ParcelPlan & { byDoor: Map<string, OpenParcel[]> };

/**
 * Put each order's goods into parcels: one per box class, into a parcel that is still open where the merge rule allows
 * it (that costs nothing), into a new one where not. Orders are taken in the order given.
 *
 * @param open candidates behind the doors of this batch; changed ones are returned with `joined` not empty
 * @returns every line of every placement in exactly one part
 * @source docs/domain/lifecycle.md#parcels
 */
export function planParcels(
  placements: readonly Placement[],
  open: readonly OpenParcel[],
  planning: Planning,
): ParcelPlan {
  const desk: Desk = { ...planning, parcels: [], parts: [], decisions: [], byDoor: new Map() };
  for (const parcel of open) put(desk, parcel);
  for (const placement of placements) {
    for (const [box, lines] of byClass(placement.lines)) {
      const goods = goodsOf(placement, box, lines);
      const parcel = join(desk, placement, goods) ?? openNew(desk, placement, goods);
      for (const { lineNo, skuId, qty } of lines)
        desk.parts.push({ parcelId: parcel.id, orderId: placement.orderId, lineNo, skuId, qty });
    }
  }
  const { parcels, parts, decisions } = desk;
  return { parcels, parts, decisions };
}

const doorOf = (storeId: number, doorKey: string) => `${storeId}|${doorKey}`;

function put(desk: Desk, parcel: OpenParcel): void {
  desk.parcels.push(parcel);
  if (parcel.doorKey === null) return;
  const key = doorOf(parcel.storeId, parcel.doorKey);
  const there = desk.byDoor.get(key);
  if (there) there.push(parcel);
  else desk.byDoor.set(key, [parcel]);
}

function byClass(lines: readonly PlacedLine[]): Map<ParcelClass, PlacedLine[]> {
  const classes = new Map<ParcelClass, PlacedLine[]>();
  for (const line of lines) {
    const box = parcelClass(line.zone);
    classes.set(box, [...(classes.get(box) ?? []), line]);
  }
  return classes;
}

function goodsOf(placement: Placement, box: ParcelClass, lines: readonly PlacedLine[]): Mergeable {
  return {
    storeId: placement.storeId,
    deliveryOwner: placement.deliveryOwner,
    parcelClass: box,
    doorKey: placement.doorKey,
    promiseFrom: placement.promiseFrom,
    promiseAt: placement.promiseAt,
    weightGrams: lines.reduce((sum, l) => sum + l.weightGrams * l.qty, 0),
    volumeMl: lines.reduce((sum, l) => sum + l.volumeMl * l.qty, 0),
    people: [placement.person],
  };
}

/** Refusals kept with a decision, the last ones: at a pick-up point hundreds of people stand behind one door. */
const REFUSALS_KEPT = 16;
type Refusal = { parcel: number; with: string[]; reason: string };

/** The first open parcel behind the door that the rule allows; refusals are kept with their reasons. */
function join(desk: Desk, placement: Placement, goods: Mergeable): OpenParcel | null {
  if (placement.doorKey === null || placement.deliveryOwner !== "self") return null;
  const refused: Refusal[] = [];
  for (const parcel of desk.byDoor.get(doorOf(placement.storeId, placement.doorKey)) ?? []) {
    if (parcel.people.some((p) => p.orderId === placement.orderId)) continue;
    if (parcel.leftIds.includes(placement.orderId)) continue;
    const apart = whyApart(desk, placement, parcel);
    const verdict =
      apart === null
        ? judgeMerge(goods, parcel, desk.rules.merge)
        : { merge: false, reason: apart };
    if (verdict.merge) {
      grow(parcel, placement, { goods, reason: verdict.reason });
      const sentence = `${placement.label} 并入 ${parcel.labels.slice(0, -1).join("、")} 的包裹：${verdict.reason}`;
      decide(desk, refused, { orderId: placement.orderId, parcelId: parcel.id, sentence });
      return parcel;
    }
    refused.push({ parcel: parcel.id, with: parcel.labels, reason: verdict.reason });
  }
  const last = refused.at(-1);
  if (last) {
    const sentence = `${placement.label} 不与 ${last.with.join("、")} 合单：${last.reason}`;
    decide(desk, refused, { orderId: placement.orderId, parcelId: 0, sentence });
  }
  return null;
}

/** Parcel 0: it travels alone. */
function decide(
  desk: Desk,
  refused: readonly Refusal[],
  said: Pick<MergeDecision, "orderId" | "parcelId" | "sentence">,
): void {
  desk.decisions.push({
    ...said,
    outcome: said.parcelId === 0 ? "alone" : "merged",
    inputs: { rule: desk.rules.merge.version, refused: refused.slice(-REFUSALS_KEPT) },
  });
}

/** What keeps an order from a parcel before anybody asks whether they belong together. */
function whyApart(
  { now, rules }: Planning,
  placement: Placement,
  parcel: OpenParcel,
): string | null {
  if (placement.blocked && parcel.status === "released") return "包裹已下发，本单尚不能拣货";
  if (placement.held) return "本单待人工处理";
  if (parcel.held) return "包裹内有订单待人工处理";
  const mine = releaseAt(placement.promiseFrom, now, rules.release) ?? now;
  const its = releaseAt(parcel.promiseFrom, now, rules.release) ?? now;
  const isApart = Math.abs(mine - its) > rules.merge.togetherMs;
  return isApart ? "预约时段不同，各自按时下发" : null;
}

function grow(
  parcel: OpenParcel,
  placement: Placement,
  { goods, reason }: { goods: Mergeable; reason: string },
): void {
  parcel.weightGrams += goods.weightGrams;
  parcel.volumeMl += goods.volumeMl;
  parcel.people = [...parcel.people, ...goods.people];
  parcel.labels = [...parcel.labels, placement.label];
  parcel.promiseAt = Math.min(parcel.promiseAt, goods.promiseAt) as Instant;
  parcel.promiseFrom = latest(parcel.promiseFrom, goods.promiseFrom);
  parcel.joined.push({ orderId: placement.orderId, reason });
}

const latest = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null ? b : b === null ? a : a > b ? a : b;

function openNew(desk: Desk, placement: Placement, goods: Mergeable): OpenParcel {
  const { now, rules, newId } = desk;
  const canWait =
    placement.deliveryOwner === "self" &&
    placement.doorKey !== null &&
    hasEvidence(placement.person);
  // Goods for a window of the evening or of tomorrow lie on their shelf until its time comes.
  const later = releaseAt(placement.promiseFrom, now, rules.release);
  const hold = canWait && later === null ? holdUntil(placement.promiseAt, now, rules.wait) : null;
  const waits = placement.blocked || later !== null ? "open" : "released";
  const parcel: OpenParcel = {
    ...goods,
    id: newId(),
    status: hold !== null ? "waiting_merge" : waits,
    holdUntil: later ?? hold,
    mergeGroupId: null,
    held: placement.held,
    labels: [placement.label],
    lngE6: placement.lngE6,
    latE6: placement.latE6,
    exists: false,
    leftIds: [],
    joined: [],
  };
  put(desk, parcel);
  return parcel;
}

/** Without a number that can agree with another there is nobody worth waiting for. */
const hasEvidence = (person: Person): boolean =>
  person.phone.full !== null || person.phone.mask !== null;
