import { createHash } from "node:crypto";
import type { SkuRow } from "@/db/queries/channels/catalog";
import type { OrderInsert, OrderLineInsert } from "@/db/queries/orders/insert-orders";
import type { Account, ChannelOrder } from "@/server/domain/channels";
import {
  doorText,
  maskAddress,
  type PhoneEvidence,
  parseAddress,
  phoneTail,
  readName,
  readPhone,
} from "@/server/domain/identity";
import type { Draw } from "@/server/domain/inventory";
import type { Instant } from "@/server/domain/kernel/instant";
import { businessDayOf } from "@/server/domain/kernel/instant";
import { checkMoney } from "@/server/domain/orders/check-money";
import type { Vault } from "@/server/ports/vault";
import type { Catalog } from "../catalog";

/** An order on its way into the tables: its row, its lines, and what the merge rule wants to know of its people. */
export type Draft = {
  row: OrderInsert;
  lines: DraftLine[];
  phone: PhoneEvidence;
  surname: string | null;
  /** One sentence when the channel's amounts cannot be true. */
  moneyFault: string | null;
  autoAccept: boolean;
  source: ChannelOrder;
};
export type DraftLine = OrderLineInsert & { sku: SkuRow | null; draws: readonly Draw[] };

export type Origin = { account: Account; inboxId: number; inboxAt: number; lane: number };

/**
 * A channel's order as rows of ours. Pure but for the keys: no lookup outside the catalog, no clock.
 */
export function draftOrder(
  order: ChannelOrder,
  origin: Origin,
  catalog: Catalog,
  vault: Vault,
  id: number,
  laneOf: (storeId: number) => number,
): Draft {
  const { account } = origin;
  const storeId = catalog.storeOf(account.id, order.storeKey);
  const contact = readContact(order, storeId, vault);
  const moneyFault = checkMoney(order, account.config.amountCeilingFen);
  const accepted =
    order.trade === "accepted" ||
    order.trade === "completed" ||
    (order.trade === "paid" && needsNoConfirm(account));
  const promiseAt =
    order.promiseAt ?? ((order.placedAt + account.config.promiseMinutes * 60_000) as Instant);
  const { phone, surname, ...contactRow } = contact;
  return {
    phone,
    surname,
    moneyFault,
    autoAccept: account.config.autoAccept,
    source: order,
    lines: draftLines(order, account.id, id, catalog),
    row: {
      id,
      accountId: account.id,
      channel: account.channel,
      externalNo: order.externalNo,
      daySeq: order.daySeq,
      storeId,
      externalStore: storeId === null ? order.storeKey : null,
      lane: storeId === null ? origin.lane : laneOf(storeId),
      trade: order.trade === "pending_payment" ? "pending_payment" : accepted ? "accepted" : "paid",
      stock: "unreserved",
      fulfil: null,
      holds: 0,
      openExceptions: 0,
      deliveryOwner: order.deliveryOwner,
      leadFulfilmentId: null,
      ...order.amounts,
      moneyHeld: moneyFault !== null,
      placedAt: order.placedAt,
      paidAt: order.paidAt,
      promiseFrom: order.promiseFrom,
      promiseAt,
      businessDay: businessDayOf(order.paidAt ?? order.placedAt),
      ...contactRow,
      lngE6: order.address?.lngE6 ?? null,
      latE6: order.address?.latE6 ?? null,
      tags: order.tags,
      tradeFactAt: order.versionAt,
      contentHash: contentHash(order),
      inboxId: origin.inboxId,
      inboxAt: origin.inboxAt,
    },
  };
}

/** Only a platform that waits for our word has orders that are paid but not yet ours. */
export function needsNoConfirm(account: Account): boolean {
  return account.protocol === "own" && account.config.autoAccept;
}

function draftLines(
  order: ChannelOrder,
  accountId: number,
  orderId: number,
  catalog: Catalog,
): DraftLine[] {
  return order.lines.map((line, i) => {
    const skuId = catalog.skuOf(accountId, line.externalSku, line.barcode);
    return {
      orderId,
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
      sku: skuId === null ? null : (catalog.skus.get(skuId) ?? null),
      draws: skuId === null ? [] : catalog.drawsOf(skuId),
    };
  });
}

type ContactRow = Pick<
  OrderInsert,
  | "contactSealed"
  | "nameMasked"
  | "phoneTail"
  | "phoneKey"
  | "maskKey"
  | "doorKey"
  | "addressMasked"
>;

/** Personal data leaves here sealed or keyed; what stays readable is what a screen may show. */
function readContact(
  order: ChannelOrder,
  storeId: number | null,
  vault: Vault,
): ContactRow & { phone: PhoneEvidence; surname: string | null } {
  const phone = readPhone(order.buyerPhone);
  const name = readName(order.buyerName);
  const address = order.address ? parseAddress(order.address.text) : null;
  const door = address && doorText(address);
  const digits = phone.kind === "full" ? phone.digits : null;
  const mask =
    phone.kind === "full" || phone.kind === "mask" ? `${phone.prefix3}*${phone.tail4}` : null;
  const evidence = {
    full: digits && vault.key("phone", digits),
    mask: mask && vault.key("mask", mask),
  };
  const hasContact = order.buyerName || order.buyerPhone || order.address || order.remark;
  const sealed = hasContact
    ? vault.seal(
        JSON.stringify({
          name: order.buyerName,
          phone: order.buyerPhone,
          address: order.address?.text ?? "",
          remark: order.remark,
        }),
      )
    : null;
  return {
    phone: evidence,
    surname: name.surname,
    contactSealed: sealed,
    nameMasked: name.masked || null,
    phoneTail: phoneTail(phone),
    phoneKey: evidence.full,
    maskKey: evidence.mask,
    doorKey: doorKeyOf(vault, storeId, door),
    addressMasked: address ? maskAddress(address) || null : null,
  };
}

/** What stands for a door: equal for equal doors of one shop, and says nothing of the address. */
export function doorKeyOf(
  vault: Vault,
  storeId: number | null,
  door: string | null,
): string | null {
  return door && storeId !== null ? vault.key("door", `${storeId}|${door}`) : null;
}

/** The same order told twice has the same hash; other goods or other money under one number have not. */
export function contentHash(order: ChannelOrder): string {
  const goods = order.lines.map((l) => [l.externalSku, l.qty, l.unitPriceFen]);
  return createHash("sha1")
    .update(JSON.stringify([order.storeKey, goods, order.amounts.paidFen]))
    .digest("hex")
    .slice(0, 24);
}
