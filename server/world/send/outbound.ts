import type { LiveOrder } from "../life/live-order";
import type { OrderChannel, WorldOrder } from "../orders/order";
import { encodeElemePush, isElemeAck } from "../platform/eleme/push";
import { encodeMeituanPush, type MeituanKind } from "../platform/meituan/push";
import type { OwnEvent } from "../platform/own/order";
import { ownRequest } from "../platform/own/request";
import type { Stats } from "../stats";
import { encodeGroupCsv } from "../wire/group-csv";
import {
  appIdOf,
  newOrderRequest,
  ownEventRequest,
  type Signing,
  secretOf,
} from "../wire/new-order";
import type { WireRequest } from "../wire/request";
import { freshNonce, freshTicket } from "../wire/tokens";
import type { Answer } from "./http-client";
import type { Letter, Postman } from "./postman";

/** Everything that leaves for the gateway in a channel's name. */
export type Outbound = {
  /** The first announcement of an order, or one more copy of it. */
  announce(live: LiveOrder, isCopy: boolean): void;
  /** The announcement of an order that does not exist, with a wrong signature: must be refused. */
  forge(order: WorldOrder): void;
  own(order: WorldOrder, event: OwnEvent): void;
  meituan(order: WorldOrder, kind: MeituanKind, params: Record<string, string>): void;
  eleme(order: WorldOrder, cmd: string, body: Record<string, unknown>): void;
  groupFile(name: string, orders: readonly LiveOrder[], isCopy: boolean): void;
};

const GROUP_ACCOUNT = "group-1";
/** A platform gives up a push after so many tries; lost for good, it is found by pulling. */
const PLATFORM_ATTEMPTS = 12;

export function createOutbound(deps: {
  postman: Postman;
  signing: Signing;
  stats: Stats;
  wallMs: () => number;
  /** Runs it now, or when the channel's platform is up again. */
  whenUp: (channel: OrderChannel, go: () => void) => void;
}): Outbound {
  const { postman, signing, stats, wallMs } = deps;
  const post = (channel: OrderChannel, letter: Pick<Letter, "build"> & Partial<Letter>): void => {
    const counts = stats.channels[channel];
    const secret = channel === "eleme" ? secretOf(signing, "eleme-1") : "";
    const full: Letter = {
      ...(channel === "meituan" || channel === "eleme" ? { maxAttempts: PLATFORM_ATTEMPTS } : {}),
      isAcked: (answer) => isAck(channel, answer, secret),
      ...letter,
      build: () => {
        counts.sent += 1;
        return letter.build();
      },
      onDone: (outcome) => {
        if (outcome.kind === "acked") counts.acked += 1;
        else counts.refused += 1;
        stats.retries += outcome.attempts - 1;
        letter.onDone?.(outcome);
      },
    };
    deps.whenUp(channel, () => postman.post(full));
  };
  return {
    announce: (live, isCopy) => {
      if (isCopy) {
        live.copies += 1;
        stats.duplicates += 1;
      }
      post(live.order.channel, {
        build: () => {
          const when = { nowMs: wallMs(), isDegraded: live.fate.isDegraded };
          return newOrderRequest(live.order, signing, when);
        },
        onDone: (outcome) => {
          if (outcome.kind === "acked") live.isAcked = true;
        },
      });
    },
    forge: (order) => {
      stats.forged += 1;
      post(order.channel, {
        build: () => {
          const when = { nowMs: wallMs(), isDegraded: false };
          return newOrderRequest(order, { ...signing, secrets: forgedSecrets(signing) }, when);
        },
        maxAttempts: 1,
        onDone: (outcome) => {
          if (outcome.kind === "acked") stats.forgedAccepted += 1;
        },
      });
    },
    own: (order, event) =>
      post(order.channel, {
        build: () =>
          ownEventRequest(order, event, {
            secret: secretOf(signing, order.account),
            nowMs: wallMs(),
          }),
      }),
    meituan: (order, kind, params) =>
      post("meituan", { build: () => meituanRequest({ order, kind, params }, signing, wallMs()) }),
    eleme: (order, cmd, body) =>
      post("eleme", {
        build: () =>
          encodeElemePush(
            { cmd, body: JSON.stringify(body), ticket: freshTicket(), nowMs: wallMs() },
            { source: appIdOf(order.account), secret: secretOf(signing, order.account) },
          ),
      }),
    groupFile: (name, orders, isCopy) => {
      const body = Buffer.from(encodeGroupCsv(orders.map((live) => live.order)));
      for (const live of orders) live.copies += isCopy ? 1 : 0;
      post("group", {
        build: () => groupRequest({ name, body }, signing, wallMs()),
        onDone: (outcome) => {
          for (const live of orders) live.isAcked ||= outcome.kind === "acked";
        },
      });
    },
  };
}

/** Each protocol's own acknowledgement. @source docs/domain/channels.md#answers */
function isAck(channel: OrderChannel, answer: Answer, elemeSecret: string): boolean {
  if (answer.status !== 200) return false;
  if (channel === "eleme") return isElemeAck(answer.text, elemeSecret);
  try {
    const body = JSON.parse(answer.text) as { data?: unknown; code?: unknown };
    return channel === "meituan" ? body.data === "ok" : body.code === 0;
  } catch {
    return false;
  }
}

function meituanRequest(
  push: { order: WorldOrder; kind: MeituanKind; params: Record<string, string> },
  signing: Signing,
  nowMs: number,
): WireRequest {
  const { account } = push.order;
  const signer = {
    appId: appIdOf(account),
    secret: secretOf(signing, account),
    callbackBase: signing.callbackBase,
  };
  return encodeMeituanPush({ kind: push.kind, params: push.params, nowMs }, signer);
}

function groupRequest(
  file: { name: string; body: Buffer },
  signing: Signing,
  nowMs: number,
): WireRequest {
  return ownRequest({
    path: "/api/open/v1/channels/group/files",
    body: file.body,
    account: GROUP_ACCOUNT,
    secret: secretOf(signing, GROUP_ACCOUNT),
    nowMs,
    nonce: freshNonce(),
    contentType: "text/csv; charset=utf-8",
    // A header holds ASCII only; the name in percent-encoding is what browsers send as well.
    extra: { "X-File-Name": encodeURIComponent(file.name) },
  });
}

function forgedSecrets(signing: Signing): Record<string, string> {
  return Object.fromEntries(Object.keys(signing.secrets).map((code) => [code, "not the secret"]));
}
