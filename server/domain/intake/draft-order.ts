import type { Account, ChannelOrder } from "../channels";
import { unaskedPieces } from "../exceptions";
import type { PlacedArticle } from "../fulfilment";
import type { PhoneEvidence } from "../identity";
import type { Draw } from "../inventory";
import { businessDayOf } from "../kernel/instant";
import { type NewOrderLine, type NewOrderRow, TILL_TAG } from "../orders";
import { checkMoney } from "./check-money";
import type { ContactRow } from "./contact";

/** An order on its way into the tables: its row, its lines, and what the merge rule wants to know of its people. */
export type Draft = {
  row: NewOrderRow;
  lines: DraftLine[];
  phone: PhoneEvidence;
  surname: string | null;
  /** One sentence when the channel's amounts cannot be true. */
  moneyFault: string | null;
  /** Somebody has to look at it first: its money, or an article nobody knows. */
  isHeld: boolean;
  /** Lines that ask for oddly much, each with what nobody would look at. */
  odd: OddLine[];
  isDoubted: boolean;
  autoAccept: boolean;
  source: ChannelOrder;
};
type DraftLine = NewOrderLine & { sku: KnownArticle | null; draws: readonly Draw[] };
/** `lineMax`: pieces in one line that nobody has to look at; null: as many as the channel allows. */
type KnownArticle = PlacedArticle & { lineMax: number | null };
type OddLine = { lineNo: number; most: number };

/** Where an order came from. `inboxAt` in epoch ms. */
type Origin = { account: Account; inboxId: number; inboxAt: number };

/** What intake found out about an order before it is drafted. Keys and hashes in hex. */
export type Known = {
  id: number;
  storeId: number | null;
  lane: number;
  contact: ContactRow;
  surname: string | null;
  contentHash: string;
  contactHash: string | null;
  lines: DraftLine[];
};

/** A channel's order as rows of ours: no lookup, no key, no clock. */
export function draftOrder(order: ChannelOrder, origin: Origin, known: Known): Draft {
  const { account } = origin;
  const { lines, surname, contact } = known;
  const moneyFault = checkMoney(order, account.config.amountCeilingFen);
  // What a till sold is gone already, however much it is.
  const odd = order.tags.includes(TILL_TAG) ? [] : oddLines(lines, account.config.linePiecesMax);
  return {
    phone: { full: contact.phoneKey, mask: contact.maskKey },
    surname,
    moneyFault,
    odd,
    isDoubted: odd.length > 0,
    isHeld: moneyFault !== null || odd.length > 0 || lines.some((l) => l.skuId === null),
    autoAccept: account.config.autoAccept,
    source: order,
    lines,
    row: rowOf(order, { origin, known, moneyHeld: moneyFault !== null }),
  };
}

const oddLines = (lines: readonly DraftLine[], linePiecesMax: number): OddLine[] =>
  lines.flatMap(({ lineNo, ordered, sku }) => {
    const most = unaskedPieces(linePiecesMax, sku?.lineMax ?? null);
    return ordered > most ? [{ lineNo, most }] : [];
  });

/**
 * The row, with axes as they are before anything was decided. Field by field: an object spread together from others is
 * slow to make and slow to read, and there is one for every order.
 */
function rowOf(
  order: ChannelOrder,
  { origin, known, moneyHeld }: { origin: Origin; known: Known; moneyHeld: boolean },
): NewOrderRow {
  const { account, inboxId, inboxAt } = origin;
  const { id, storeId, lane, contact, contentHash, contactHash } = known;
  const { amounts, address, placedAt } = order;
  return {
    id,
    accountId: account.id,
    channel: account.channel,
    externalNo: order.externalNo,
    daySeq: order.daySeq,
    storeId,
    externalStore: storeId === null ? order.storeKey : null,
    lane,
    trade: tradeOf(order, account),
    stock: "unreserved",
    fulfil: null,
    holds: 0,
    openExceptions: 0,
    deliveryOwner: order.deliveryOwner,
    leadFulfilmentId: null,
    itemsFen: amounts.itemsFen,
    merchantDiscountFen: amounts.merchantDiscountFen,
    platformDiscountFen: amounts.platformDiscountFen,
    packageFen: amounts.packageFen,
    deliveryFen: amounts.deliveryFen,
    paidFen: amounts.paidFen,
    moneyHeld,
    placedAt,
    paidAt: order.paidAt,
    promiseFrom: order.promiseFrom,
    promiseAt: order.promiseAt ?? placedAt + account.config.promiseMinutes * 60_000,
    businessDay: businessDayOf(order.paidAt ?? placedAt),
    contactSealed: contact.contactSealed,
    nameMasked: contact.nameMasked,
    phoneTail: contact.phoneTail,
    phoneKey: contact.phoneKey,
    maskKey: contact.maskKey,
    doorKey: contact.doorKey,
    addressMasked: contact.addressMasked,
    lngE6: address?.lngE6 ?? null,
    latE6: address?.latE6 ?? null,
    tags: order.tags,
    tradeFactAt: order.versionAt,
    contentHash,
    contactHash,
    inboxId,
    inboxAt,
  };
}

function tradeOf({ trade }: ChannelOrder, account: Account): NewOrderRow["trade"] {
  if (trade === "pending_payment") return "pending_payment";
  const isOurs =
    trade === "accepted" || trade === "completed" || (trade === "paid" && needsNoConfirm(account));
  return isOurs ? "accepted" : "paid";
}

/** Only a platform that waits for our word has orders that are paid but not yet ours. */
export const needsNoConfirm = ({ capabilities, config }: Account): boolean =>
  !capabilities.awaitsConfirm && config.autoAccept;

/** How a line's article is looked up: by the account's words for it. */
type Articles = {
  skuOf: (accountId: number, key: string, barcode: string | null) => number | null;
  skus: ReadonlyMap<number, KnownArticle>;
  drawsOf: (skuId: number) => readonly Draw[];
};

/** An order's lines with the articles they name; one nobody knows keeps the channel's words. */
export function draftLines(
  order: ChannelOrder,
  { id, accountId }: { id: number; accountId: number },
  articles: Articles,
): DraftLine[] {
  return order.lines.map((line, i) => {
    const skuId = articles.skuOf(accountId, line.externalSku, line.barcode);
    return {
      orderId: id,
      lineNo: i + 1,
      externalLineId: line.externalLineId,
      skuId,
      externalSku: skuId === null ? line.externalSku : null,
      externalName: skuId === null ? line.name : null,
      ordered: line.qty,
      unassigned: line.qty,
      open: 0,
      unitPriceFen: line.unitPriceFen,
      paidFen: line.paidFen,
      sku: skuId === null ? null : (articles.skus.get(skuId) ?? null),
      draws: skuId === null ? [] : articles.drawsOf(skuId),
    };
  });
}
