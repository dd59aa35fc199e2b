import { type ParcelClass, parcelClass, type TemperatureZone } from "../kernel/goods";
import type { Instant } from "../kernel/instant";
import { holdUntil, judgeMerge, MERGE_RULE, type Mergeable, type Person } from "../merge";
import type { DeliveryOwner, Fulfil } from "../orders";
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
  joined: { orderId: number; reason: string }[];
};

export type ParcelPart = {
  parcelId: number;
  orderId: number;
  lineNo: number;
  skuId: number;
  qty: number;
};
export type MergeDecision = {
  orderId: number;
  parcelId: number;
  outcome: "merged" | "alone";
  sentence: string;
  inputs: unknown;
};
export type ParcelPlan = { parcels: OpenParcel[]; parts: ParcelPart[]; decisions: MergeDecision[] };

/**
 * Put each order's goods into parcels: one per box class, into a parcel that is still open where the merge rule allows
 * it (that costs nothing), into a new one where not. Orders are taken in the order given.
 *
 * @param open candidates behind the doors of this batch; changed ones are returned with `joined` not empty
 * @param newId gives parcel ids
 * @returns every line of every placement in exactly one part
 * @source docs/domain/lifecycle.md#parcels
 */
export function planParcels(
  placements: readonly Placement[],
  open: readonly OpenParcel[],
  now: Instant,
  newId: () => number,
): ParcelPlan {
  const plan: ParcelPlan = { parcels: [...open], parts: [], decisions: [] };
  const byDoor = new Map<string, OpenParcel[]>();
  for (const parcel of plan.parcels) remember(byDoor, parcel);
  for (const placement of placements) {
    for (const [box, lines] of byClass(placement.lines)) {
      const goods = goodsOf(placement, box, lines);
      const parcel =
        join(plan, byDoor, placement, goods, now) ??
        openNew(plan, byDoor, placement, goods, now, newId());
      for (const line of lines) {
        plan.parts.push({
          parcelId: parcel.id,
          orderId: placement.orderId,
          lineNo: line.lineNo,
          skuId: line.skuId,
          qty: line.qty,
        });
      }
    }
  }
  return plan;
}

const doorOf = (storeId: number, doorKey: string) => `${storeId}|${doorKey}`;

function remember(byDoor: Map<string, OpenParcel[]>, parcel: OpenParcel): void {
  if (parcel.doorKey === null) return;
  const key = doorOf(parcel.storeId, parcel.doorKey);
  const there = byDoor.get(key);
  if (there) there.push(parcel);
  else byDoor.set(key, [parcel]);
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

/** The first open parcel behind the door that the rule allows; refusals are kept with their reasons. */
function join(
  plan: ParcelPlan,
  byDoor: Map<string, OpenParcel[]>,
  placement: Placement,
  goods: Mergeable,
  now: Instant,
): OpenParcel | null {
  if (placement.doorKey === null || placement.deliveryOwner !== "self") return null;
  const candidates = byDoor.get(doorOf(placement.storeId, placement.doorKey)) ?? [];
  const refused: { parcel: number; with: string[]; reason: string }[] = [];
  for (const parcel of candidates) {
    if (parcel.people.some((p) => p.orderId === placement.orderId)) continue;
    const apart = whyApart(placement, parcel, now);
    const verdict = apart === null ? judgeMerge(goods, parcel) : { merge: false, reason: apart };
    if (verdict.merge) {
      grow(parcel, placement, goods, verdict.reason);
      const sentence = `${placement.label} 并入 ${parcel.labels.slice(0, -1).join("、")} 的包裹：${verdict.reason}`;
      plan.decisions.push({
        orderId: placement.orderId,
        parcelId: parcel.id,
        outcome: "merged",
        sentence,
        inputs: { rule: MERGE_RULE, refused: refused.slice(-REFUSALS_KEPT) },
      });
      return parcel;
    }
    refused.push({ parcel: parcel.id, with: parcel.labels, reason: verdict.reason });
  }
  const last = refused.at(-1);
  if (last) {
    const sentence = `${placement.label} 不与 ${last.with.join("、")} 合单：${last.reason}`;
    plan.decisions.push({
      orderId: placement.orderId,
      parcelId: 0,
      outcome: "alone",
      sentence,
      inputs: { rule: MERGE_RULE, refused: refused.slice(-REFUSALS_KEPT) },
    });
  }
  return null;
}

/** Parcels that may start at moments so near may start together. */
const TOGETHER_MS = 15 * 60_000;

/** What keeps an order from a parcel before anybody asks whether they belong together. */
function whyApart(placement: Placement, parcel: OpenParcel, now: Instant): string | null {
  if (placement.blocked && parcel.status === "released") return "包裹已下发，本单尚不能拣货";
  if (placement.held) return "本单待人工处理";
  if (parcel.held) return "包裹内有订单待人工处理";
  const [mine, its] = [releaseAt(placement.promiseFrom, now), releaseAt(parcel.promiseFrom, now)];
  return Math.abs((mine ?? now) - (its ?? now)) > TOGETHER_MS ? "预约时段不同，各自按时下发" : null;
}

function grow(parcel: OpenParcel, placement: Placement, goods: Mergeable, reason: string): void {
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

function openNew(
  plan: ParcelPlan,
  byDoor: Map<string, OpenParcel[]>,
  placement: Placement,
  goods: Mergeable,
  now: Instant,
  id: number,
): OpenParcel {
  const canWait =
    placement.deliveryOwner === "self" &&
    placement.doorKey !== null &&
    hasEvidence(placement.person);
  // Goods for a window of the evening or of tomorrow lie on their shelf until its time comes.
  const later = releaseAt(placement.promiseFrom, now);
  const hold = canWait && later === null ? holdUntil(placement.promiseAt, now) : null;
  const waits = placement.blocked || later !== null ? "open" : "released";
  const parcel: OpenParcel = {
    ...goods,
    id,
    status: hold !== null ? "waiting_merge" : waits,
    holdUntil: later ?? hold,
    mergeGroupId: null,
    held: placement.held,
    labels: [placement.label],
    lngE6: placement.lngE6,
    latE6: placement.latE6,
    exists: false,
    joined: [],
  };
  plan.parcels.push(parcel);
  remember(byDoor, parcel);
  return parcel;
}

/** Without a number that can agree with another there is nobody worth waiting for. */
const hasEvidence = (person: Person): boolean =>
  person.phone.full !== null || person.phone.mask !== null;
