import { type Account, settledOwner } from "@/server/domain/channels/account";
import { cutText } from "@/server/domain/channels/reading";
import type { DeliveryOwner } from "@/server/domain/orders/axes";

/** What a platform says of who brings an order, and what it does not say. */
export type ToldOwner = {
  /** True and false are told; null is not. */
  isPickup: boolean | null;
  /** Who carries it if anybody does; null is not told. */
  carrier: Exclude<DeliveryOwner, "pickup"> | null;
  /** The fields that are missing, in the platform's words. */
  missing: readonly string[];
  address: string;
  remark: string;
};

type FoundOwner = { owner: DeliveryOwner; fields: readonly string[]; doubt: string | null };

/**
 * Who brings an order. What is told counts; then an address or a sentence of the platform's own that can only be pick-up's;
 * then the account's setting; then the platform's riders, as with most of its orders. What a buyer writes decides nothing
 * and is put before people: "自提点见" is no pick-up, and no rider rings at "到店自取".
 *
 * @returns `fields` that were not told and that no setting stands for
 */
export function findOwner(told: ToldOwner, account: Account): FoundOwner {
  const { isPickup, carrier, missing, address, remark } = told;
  if (isPickup === true) return { owner: "pickup", fields: [], doubt: null };
  const settled = settledOwner(account);
  const fields = settled ? [] : missing;
  if (isPickup === null && (isPickupAddress(address) || isPickupSentence(remark)))
    return { owner: "pickup", fields, doubt: null };
  const isContrary = isPickup === false && settled === "pickup";
  const owner = carrier ?? (isContrary ? null : settled) ?? "platform";
  const doubt = isPickup === null && owner !== "pickup" ? pickupWords(remark) : null;
  return { owner, fields, doubt };
}

const LOOKED_AT = 1_000;
const PICKUP = "(?:到店|门店|店内)?(?:自取|自提)|到店取[货餐]?";

/** An address that is nothing but the word for having none. */
function isPickupAddress(text: string): boolean {
  const place = (text.slice(0, LOOKED_AT).split("@#")[0] ?? "").replace(
    /[\s()（）【】[\]。，,.·-]/g,
    "",
  );
  return new RegExp(`^(?:${PICKUP})$`).test(place);
}

/** The platform's own: pick-up, and the number of who comes for it. */
const isPickupSentence = (text: string): boolean =>
  /(?:到店自取|到店自提)[^。；;]{0,8}(?:收餐人|取餐人|取货人|提货人|预留|隐私号)/.test(
    text.slice(0, LOOKED_AT),
  );

/** What the buyer wrote of coming for it himself; null where nothing says so. */
function pickupWords(text: string): string | null {
  const found = new RegExp(`(?<![不别勿非没])(?:${PICKUP})(?![点柜])`).exec(
    text.slice(0, LOOKED_AT),
  );
  return found ? cutText(text.slice(found.index, found.index + 24), 24) : null;
}
