import { comparePhones, namesConflict, type PhoneEvidence } from "../identity";
import type { ParcelClass } from "../kernel/goods";
import type { Instant } from "../kernel/instant";
import type { DeliveryOwner } from "../orders";
import type { MergeRules } from "../rules";

/** Goods of one order that could travel with others. Keys are keyed hashes or null where the thing is not known. */
export type Mergeable = {
  storeId: number;
  deliveryOwner: DeliveryOwner;
  parcelClass: ParcelClass;
  doorKey: string | null;
  promiseFrom: Instant | null;
  promiseAt: Instant;
  weightGrams: number;
  volumeMl: number;
  people: Person[];
};
export type Person = {
  orderId: number;
  phone: PhoneEvidence;
  surname: string | null;
  tags: readonly string[];
};

type MergeVerdict =
  | { merge: true; reason: string }
  | { merge: false; code: MergeObstacle; reason: string };
type MergeObstacle =
  | "store"
  | "owner"
  | "class"
  | "door"
  | "contact"
  | "name"
  | "tags"
  | "promise"
  | "weight"
  | "volume"
  | "members";

const no = (code: MergeObstacle, reason: string): MergeVerdict => ({ merge: false, code, reason });

/**
 * Whether an order's goods may join a parcel that is still open. Every obstacle is a reason of its own; the first one
 * found, in this order, is the one that is told.
 *
 * The same door alone is house-mates, the same phone alone is another address: both must agree, for every member.
 *
 * @source docs/domain/identity.md#same-customer
 */
export function judgeMerge(
  incoming: Mergeable,
  parcel: Mergeable,
  rules: MergeRules,
): MergeVerdict {
  if (incoming.storeId !== parcel.storeId) return no("store", "不同门店");
  if (incoming.deliveryOwner !== "self" || parcel.deliveryOwner !== "self")
    return no("owner", "配送主体不同，平台配送不合单");
  if (incoming.parcelClass !== parcel.parcelClass) return no("class", "温区不相容");
  if (incoming.doorKey === null || incoming.doorKey !== parcel.doorKey)
    return no("door", "不是同一户门");
  const people = judgePeople(incoming.people, parcel.people, rules);
  if (people) return people;
  return judgeLoad(incoming, parcel, rules);
}

function judgePeople(
  incoming: readonly Person[],
  members: readonly Person[],
  { apartTags }: MergeRules,
): MergeVerdict | null {
  for (const a of incoming) {
    for (const b of members) {
      const phones = comparePhones(a.phone, b.phone);
      if (phones === "conflict") return no("contact", "同户门但电话不同");
      if (phones === "unknown") return no("contact", "隐私号，无法确认是同一人");
      if (namesConflict(a.surname, b.surname)) return no("name", "电话掩码一致但姓氏不同");
    }
  }
  const apart = [...incoming, ...members]
    .flatMap((p) => p.tags)
    .find((tag) => apartTags.includes(tag));
  return apart ? no("tags", `含不可合单标签 ${apart}`) : null;
}

function judgeLoad(incoming: Mergeable, parcel: Mergeable, rules: MergeRules): MergeVerdict {
  const earliest = Math.max(incoming.promiseFrom ?? 0, parcel.promiseFrom ?? 0);
  const latest = Math.min(incoming.promiseAt, parcel.promiseAt);
  if (earliest > latest - rules.serviceMs) return no("promise", "承诺时间窗不相交");
  if (incoming.weightGrams + parcel.weightGrams > rules.weightGramsMax)
    return no("weight", "合并后超重");
  if (incoming.volumeMl + parcel.volumeMl > rules.volumeMlMax) return no("volume", "合并后超体积");
  if (
    new Set([...incoming.people, ...parcel.people].map((p) => p.orderId)).size > rules.membersMax
  ) {
    return no("members", `超过 ${rules.membersMax} 单`);
  }
  return { merge: true, reason: "同门店、同户门、联系方式一致、未开始拣货" };
}
