import type { Instant } from "../../kernel/instant";
import { closeOneCase, emit, membersOf, parcelsOf, touchParcel } from "../effects";
import type { Buyer, Model, OrderState, ParcelState } from "../model";
import { mayTravelTogether } from "./household";

const STAYS: ReadonlySet<string> = new Set([
  "handed_over",
  "fulfilled",
  "returning",
  "returned",
  "cancelled",
]);

/**
 * A parcel that stands in the store goes where everybody in it lives: alone in it, or one household that moved to one
 * door, they take it along. The store's terminal prints it anew, a rider who has it is told, and nobody has to take anything out any more.
 *
 * @param because `told`: something new was told of a member, whether or not the door is another
 */
export function followMembers(
  model: Model,
  parcel: ParcelState,
  { at, because }: { at: Instant; because: "told" | "left" },
): void {
  if (STAYS.has(parcel.status)) return;
  const members = membersOf(model, parcel);
  const [first] = members;
  if (!first || !members.every((m) => mayTravelTogether(m.buyer, first.buyer))) return;
  const isElsewhere = parcel.doorKey !== first.buyer.doorKey;
  const isTold = because === "told" && !model.effects.doors.some((d) => d.parcelId === parcel.id);
  if (!isElsewhere && !isTold) return;
  move(model, parcel, first.buyer);
  emit(model, first, { kind: "parcel.moved", at, parcel });
  for (const member of members) endTakingOut(model, member);
}

function move(model: Model, parcel: ParcelState, { doorKey, lngE6, latE6 }: Buyer): void {
  parcel.doorKey = doorKey;
  model.effects.doors.push({ parcelId: parcel.id, doorKey, lngE6, latE6 });
  if (parcel.task) parcel.task.version += 1;
  touchParcel(model, parcel);
}

/** All its goods travel to its own door after all: nobody has to take anything out of a parcel. */
function endTakingOut(model: Model, member: OrderState): void {
  const isAway = (p: ParcelState) => !STAYS.has(p.status) && p.doorKey !== member.buyer.doorKey;
  const mine = (p: ParcelState) =>
    p.lines.some((l) => l.orderId === member.id && l.qty > l.cancelled);
  if (parcelsOf(model, member).some((p) => mine(p) && (isAway(p) || p.status === "handed_over")))
    return;
  closeOneCase(model, { code: "CONTACT_CHANGED", subject: `order:${member.id}` }, "moved");
}
