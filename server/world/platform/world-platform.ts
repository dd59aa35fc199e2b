import type { DemoPerson } from "@/server/domain/demo/household-types";
import type { Rng } from "@/server/domain/kernel/rng";
import type { CancelledBy, LiveOrder } from "../life/live-order";
import type { OrderChannel, ShownBuyer, WorldOrder } from "../orders/order";
import type { Refund } from "../wire/refund";
import type { WireRequest } from "../wire/request";
import type { PlatformDeps } from "./deps";
import type { Desk } from "./desk";
import type { FigureDesk } from "./figure-desk";

/** Who says it. The address is the one that the platform was told to push to. */
export type Sender = { account: string; appId: string; secret: string; callbackBase: string };

/** Something a channel says. It is written when it leaves: a signature holds its time. */
export type Word = { topic: string; write: (sender: Sender, nowMs: number) => WireRequest };

export type RiderStep = "accepted" | "atShop" | "pickedUp" | "delivered";

/** What can happen to an order that its channel tells of. */
export type Happening =
  | { kind: "accepted" }
  | { kind: "cancelled"; by: CancelledBy; wasAccepted: boolean }
  | { kind: "completed" }
  | { kind: "refunded"; refund: Refund }
  | { kind: "ridden"; step: RiderStep; name: string; phone: string };

/** A message as it lies in the log, of an order that was over before the world began. */
export type PastMessage = { topic: string; body: string | Uint8Array };

/** Where a platform answers, and what it stands on there. */
type DeskPlace = {
  /** The path of the account's `apiBase`. */
  base: string;
  signer: { appId: string; secret: string; wallMs: () => number };
  figures: FigureDesk;
  /** Null where it knows stock and prices only. */
  orders: PlatformDeps | null;
  isDown?: () => boolean;
};

/** The other side of a protocol, as the simulated world plays it. */
export type WorldPlatform = {
  /** Somebody else's shop front: it bears part of a discount, loses pushes, gives up what nobody accepts. */
  isForeign: boolean;
  /** The push that announces an order. */
  announce: (order: WorldOrder, isDegraded: boolean) => Word;
  /** Nothing where the channel does not tell of such things. */
  news: (live: LiveOrder, what: Happening, atMs: number) => Word[];
  /** Whether an answer is our acknowledgement. @source docs/domain/channels.md#answers */
  isAck: (text: string, secret: string) => boolean;
  /** A push is given up after so many tries: lost for good, it is found by pulling. */
  attemptsMax: number | null;
  /** What the number of a refund begins with. */
  refundMark: string;
  /** A person as the channel shows them. */
  buyer: (who: { person: DemoPerson; channel: OrderChannel; rng: Rng }) => ShownBuyer;
  /** Of ten thousand addresses so many are written as POI and door, geocoded behind. */
  geocodedBps: number;
  /** What it allows in a second per account and API. @source docs/domain/channels.md#limits-of-stock-and-price-calls */
  figureCallsPerSecond: number;
  /** Below the address of an account that knows stock and prices only. */
  apiPath: string;
  desk: (place: DeskPlace) => Desk;
  /** The detail of an order that its push announced by number only. */
  detail: ((order: WorldOrder) => Record<string, unknown>) | null;
  past: {
    /** Accepted when it was new: nobody is asked to confirm it now. */
    accepted: (pushed: Buffer, detail: Record<string, unknown> | null) => PastMessage;
    completed: (externalNo: string, atMs: number) => PastMessage;
  };
};
