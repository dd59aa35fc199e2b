import type { FigureSettings } from "../domain/channels/account";

/** A number a channel shows of our goods: pieces it may sell, or their price. */
export type FigureKind = "stock" | "price";

/**
 * One article in one of a channel's shops.
 *
 * value: pieces, or fen; version: rises with every change of the key, so that who can compare never goes back
 */
export type Figure = { externalSku: string; value: number; version: number };

/** One article the channel did not take; the others of the call are taken. Codes are the channel's own. */
export type FigureRefusal = { externalSku: string; code: string; text: string };

export type ListedFigure = { externalSku: string; stock: number | null; priceFen: number | null };

/** Calls that make a channel show our numbers. Every one may be repeated; failures of a whole call are PortError. */
export type FigureClient = {
  /** @param figures at most `FigureLimits.batch`, absolute values */
  publish: (kind: FigureKind, shop: string, figures: readonly Figure[]) => Promise<FigureRefusal[]>;
  /** What the channel shows now, a page at a time; `next` is null on the last. */
  listed: (
    shop: string,
    page: string | null,
  ) => Promise<{ rows: ListedFigure[]; next: string | null }>;
};

/** What a channel allows by its protocol; an account's own settings go before these. */
export type FigureLimits = FigureSettings;
