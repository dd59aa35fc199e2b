import type { Account, Capabilities } from "../domain/channels/account";
import type { Decoded, DecodeRefusal } from "../domain/channels/message";
import type { Result } from "../domain/kernel/result";
import type { FigureClient, FigureLimits } from "./figures";
import type { WmsClient } from "./wms";

/** What a request says before its body is read. */
export type RequestHead = {
  method: string;
  /** Path without query. */
  path: string;
  /** Query without "?". */
  query: string;
  contentType: string;
  header: (name: string) => string;
};

/** A request as it came off the wire, before anybody believed it. */
export type RawRequest = RequestHead & { body: Uint8Array };

export type Reply = { status: number; contentType: string; body: string };

/** Why a message was not let in. The code is what a person can search for. */
export type VerifyRefusal = {
  code:
    | "BAD_SIGNATURE"
    | "STALE"
    | "REPLAY"
    | "UNKNOWN_ACCOUNT"
    | "DISABLED"
    | "MALFORMED"
    | "NO_ROUTE"
    | "PROBE";
  reply: Reply;
  /** Account code or app id it claimed, for the counter; never the content. */
  source: string;
};

export type Verified = {
  account: Account;
  topic: string;
  /** The shop it belongs to, when the message names it: decides the lane. */
  storeKey: string | null;
  externalNo: string | null;
  /** What is stored: the body, or the query of a push that came as GET. */
  body: Uint8Array;
  /** A value that must not come twice inside the skew window; null where the protocol has none. */
  nonce: string | null;
  /** The platform's own acknowledgement, made after the commit. */
  ack: (nowMs: number) => Reply;
};

/** Why a genuine message was not taken. */
export type DoorRefusal = "LIMITED" | "REPLAY" | "UNAVAILABLE" | "MALFORMED";

export type AccountLookup = (appId: string) => { account: Account; secret: string } | null;

/** A platform's protocol: declared capabilities, two pure functions and a thin client. */
export type ChannelAdapter = {
  protocol: string;
  /** Paths that begin with this belong to it. */
  prefix: string;
  /** What is declared of an account on that channel. */
  capabilitiesOf: (channel: string) => Capabilities;
  /** How the channel is told our stock and prices; null where nobody asks for them. */
  figures: {
    limits: FigureLimits;
    client: (account: Account, secret: string) => FigureClient;
  } | null;
  /** The warehouse system that speaks this protocol. */
  wms: ((account: Account, secret: string) => WmsClient) | null;
  /**
   * Who knocks, from the head alone. @returns how many bytes of a body are read at this address, or why none is
   */
  knock: (head: RequestHead, find: AccountLookup, nowMs: number) => Result<number, VerifyRefusal>;
  verify: (
    request: RawRequest,
    find: AccountLookup,
    nowMs: number,
  ) => Result<Verified, VerifyRefusal>;
  /** The platform's own words for "too many", "seen already", "not now", "cannot be". */
  refuse: (reason: DoorRefusal) => Reply;
  decode: (topic: string, body: Uint8Array, account: Account) => Result<Decoded[], DecodeRefusal>;
  /** A file of many orders cut into one of one order each, bad rows as they are; null where no file comes. */
  cut: ((body: Uint8Array) => Decoded[]) | null;
  client: ((account: Account, secret: string) => ChannelClient) | null;
};

type DetailAnswer = { topic: string; storeKey: string | null; body: Uint8Array };
export type RecentOrder = { externalNo: string };
type RecentWindow = {
  fromMs: number;
  toMs: number;
  /** The day's running numbers we have, by shop: they need not be asked for. */
  known: ReadonlyMap<string, ReadonlySet<number>>;
};

/** Calls we make to a platform. Every method may be repeated; failures are PortError. */
export type ChannelClient = {
  /** The order as the platform has it, in the form the adapter's decode reads. */
  detail: (externalNo: string) => Promise<DetailAnswer>;
  confirm: (externalNo: string) => Promise<void>;
  cancel: (externalNo: string, reason: string) => Promise<void>;
  /** External numbers of orders the platform made in the window. */
  recent: (shops: readonly string[], window: RecentWindow) => Promise<RecentOrder[]>;
};
