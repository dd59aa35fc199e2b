import type {
  CellFactsRow,
  CheckoutRow,
  ClaimRow,
  CountRow,
  PublishedRow,
  RestockRow,
} from "@/db/queries/lists/inventory-cell";
import type { TransferRow } from "@/db/queries/lists/inventory-work";
import {
  freeOf,
  type PromiseChain,
  promiseChains,
  type Replenishment,
  type Seller,
  suggestRestock,
} from "@/server/domain/inventory";
import { type OrderLink, toOrderLink } from "./order-link";

/** One channel's number for a shelf: the sum that led to it, and what the channel is known to show. */
export type ChannelCard = {
  accountId: number;
  name: string;
  channel: string;
  shareBps: number;
  cap: number | null;
  riskBps: number;
  rank: number;
  milliPerMinute: number;
  chain: Omit<PromiseChain, "accountId">;
  /** Whole pieces, as the channel counts. */
  promise: number;
  shown: number | null;
  shownAt: number | null;
  /** Since when it shows something else; null while it is right. */
  dirtyAt: number | null;
  sentAt: number | null;
  tries: number;
  fault: string | null;
  isBlocked: boolean;
};

export type Holder = {
  order: OrderLink;
  /** Base units. */
  qty: number;
  picked: number;
  pieces: number;
  state: ClaimRow["state"];
  expiresAt: number | null;
};

export type CellCard = CellFactsRow & {
  free: number;
  channels: ChannelCard[];
  holders: Holder[];
  hasMoreHolders: boolean;
  checkouts: CheckoutRow[];
  count: CountRow | null;
  transfers: TransferRow[];
  restock: RestockRow | null;
  suggestion: Replenishment | null;
  milliPerMinute: number;
};

export type CardParts = {
  cell: CellFactsRow;
  sellers: readonly Seller[];
  accounts: ReadonlyMap<number, { name: string; channel: string }>;
  published: readonly PublishedRow[];
  claims: readonly ClaimRow[];
  checkouts: readonly CheckoutRow[];
  count: CountRow | null;
  transfers: readonly TransferRow[];
  restock: RestockRow | null;
  leadMinutes: number;
  holdersMax: number;
};

/** Everything that is to be said about one shelf. */
export function toCellCard(parts: CardParts): CellCard {
  const { cell, sellers, claims, restock, holdersMax } = parts;
  const free = freeOf(cell);
  const milliPerMinute = sellers.reduce((sum, s) => sum + s.milliPerMinute, 0);
  const supply = {
    free,
    safety: cell.safety,
    inTransit: cell.inTransit,
    requested: restock?.qty ?? 0,
    milliPerMinute,
  };
  return {
    ...cell,
    free,
    milliPerMinute,
    channels: toChannels(parts),
    holders: claims.slice(0, holdersMax).map(toHolder),
    hasMoreHolders: claims.length > holdersMax,
    checkouts: [...parts.checkouts],
    count: parts.count,
    transfers: [...parts.transfers],
    restock,
    suggestion: suggestRestock(supply, parts.leadMinutes, cell.portion),
  };
}

function toChannels({ cell, sellers, accounts, published }: CardParts): ChannelCard[] {
  const chains = promiseChains(cell, sellers, cell.portion);
  const shown = new Map(published.map((p) => [p.accountId, p]));
  return sellers.map(({ rule, milliPerMinute }, i) => {
    const { accountId: _, ...chain } = chains[i] as PromiseChain;
    const told = shown.get(rule.accountId);
    const account = accounts.get(rule.accountId);
    return {
      accountId: rule.accountId,
      name: account?.name ?? String(rule.accountId),
      channel: account?.channel ?? "",
      shareBps: rule.shareBps,
      cap: rule.cap,
      riskBps: rule.riskBps,
      rank: rule.rank,
      milliPerMinute,
      chain,
      promise: Math.floor(chain.promise / cell.portion),
      shown: told?.ackedValue ?? null,
      shownAt: told?.ackedAt ?? null,
      dirtyAt: told?.dirtyAt ?? null,
      sentAt: told?.sentAt ?? null,
      tries: told?.tries ?? 0,
      fault: told?.fault ?? null,
      isBlocked: told?.blocked ?? false,
    };
  });
}

function toHolder(claim: ClaimRow): Holder {
  const { orderId, qty, picked, per, state, expiresAt } = claim;
  return {
    order: toOrderLink({ ...claim, id: orderId }),
    qty,
    picked,
    pieces: Math.round(qty / per),
    state,
    expiresAt,
  };
}
