import type { Instant } from "../kernel/instant";
import { DELIVERY_OWNERS, type DeliveryOwner } from "../orders";

/** A channel account's settings as data: a second account, or a channel on our own contract, needs no code. */
export type AccountConfig = {
  /** The scheme, host and port the platform was told to push to; some sign over it. */
  callbackBase: string;
  /** Where the platform answers our calls; null for a channel that only pushes. */
  apiBase: string | null;
  /** Messages older or newer than this are refused. */
  skewSeconds: number;
  ratePerSecond: number;
  burst: number;
  /** The platform cancels by itself when not accepted in time. */
  acceptDeadlineSeconds: number;
  /** An application to cancel or to get money back is answered by the platform itself when nobody has in this time. */
  answerSeconds?: number;
  /** An order that is paid more is held until somebody has looked: a comma in the wrong place, or worse. */
  amountCeilingFen: number;
  /** A line of more pieces is held until somebody has said that so many are meant; it takes nothing from the shelves before. */
  linePiecesMax: number;
  /** Accept without a person looking. */
  autoAccept: boolean;
  /** What "as soon as possible" means here. */
  promiseMinutes: number;
  /**
   * Who brings an order that does not say it: platforms send `pick_type` and `logistics_code` only after a subscription.
   * Without it the protocol's usual value stands, and a case says so.
   */
  deliveryOwner?: DeliveryOwner;
  /** Who bears a promotion whose shares are not told. Without it the merchant does, and a case says so. */
  promotionsBy?: "merchant" | "platform";
  /** Own contract only: where a field of ours is found in the sender's body, e.g. {"order.store_code": "order.shop"}. */
  fieldOverrides: Record<string, string>;
  /**
   * Devices only: whom this credential acts for, store codes of a terminal, rider codes of a phone; "*" for the system
   * that stands behind all of them. Without it nobody.
   */
  actsFor?: "*" | readonly string[];
  /** How fast we may tell it stock and prices, where it was told other limits than the protocol's usual ones. */
  figures?: Partial<FigureSettings>;
};

export type FigureSettings = {
  /** Articles in one call. */
  batch: number;
  callsPerSecond: number;
  /**
   * A call is in force so many milliseconds after it was sent, or never: until then the same article is not sent again,
   * because the channel has no version to tell an older number by. 0 where it compares versions.
   */
  settleMs: number;
};

/** What an adapter declares of an account: whoever has to decide asks these, never the name of a platform. */
export type Capabilities = {
  /** It can be asked which orders it had: lost pushes are looked for. */
  listsRecent: boolean;
  /** What is paid there waits for our word, and is ours only then. */
  awaitsConfirm: boolean;
  /** It counts the orders that we leave out. */
  countsRefusals: boolean;
  /** Its orders may come as files that people put in. */
  takesFiles: boolean;
  /** Goods are asked of it. */
  isWarehouse: boolean;
};

/** Nothing can be asked of who speaks a protocol that nobody here knows, and nothing is ours without his word. */
export const UNKNOWN_CAPABILITIES: Capabilities = {
  listsRecent: false,
  awaitsConfirm: true,
  countsRefusals: true,
  takesFiles: false,
  isWarehouse: false,
};

export type Account = {
  id: number;
  code: string;
  channel: string;
  name: string;
  protocol: string;
  appId: string;
  secretRef: string;
  enabled: boolean;
  capabilities: Capabilities;
  config: AccountConfig;
};

/** Where no account says otherwise. The platforms do not publish their time; who answers sooner is never late. */
const ANSWER_SECONDS = 600;

/** When the platform decides by itself on what was applied for at a moment. */
export const answerBy = ({ config }: Account, at: Instant): Instant =>
  (at + (config.answerSeconds ?? ANSWER_SECONDS) * 1_000) as Instant;

/** Whether a device's credential acts for this store or rider. Who is not named is not. */
export const actsFor = ({ config }: Account, code: string): boolean =>
  config.actsFor === "*" || (Array.isArray(config.actsFor) && config.actsFor.includes(code));

/** The account's word on who brings an order that does not say it; null where it has none that is one. */
export function settledOwner({ config }: Account): DeliveryOwner | null {
  return DELIVERY_OWNERS.find((owner) => owner === config.deliveryOwner) ?? null;
}

/** Messages older than this are refused whatever the account says: used nonces are remembered for twice as long. */
export const SKEW_SECONDS_MAX = 900;

const DEFAULTS: AccountConfig = {
  callbackBase: "",
  apiBase: null,
  skewSeconds: 300,
  amountCeilingFen: 5_000_000,
  ratePerSecond: 500,
  burst: 2_000,
  acceptDeadlineSeconds: 300,
  autoAccept: true,
  promiseMinutes: 40,
  linePiecesMax: 200,
  fieldOverrides: {},
};

/** An account's settings: what it does not say is as usual. */
export function settingsOf(given: Partial<AccountConfig>): AccountConfig {
  const config = { ...DEFAULTS, ...given };
  return { ...config, skewSeconds: Math.min(config.skewSeconds, SKEW_SECONDS_MAX) };
}
