import type { LiveOrder } from "../life/live-order";
import type { OrderChannel, WorldOrder } from "../orders/order";
import { ownRequest } from "../platform/own/request";
import { accountOn, platformOn } from "../platform/platforms";
import type { Word } from "../platform/world-platform";
import type { Stats } from "../stats";
import { encodeGroupCsv } from "../wire/group-csv";
import { newOrderRequest, type Signing, secretOf, senderOf } from "../wire/new-order";
import type { WireRequest } from "../wire/request";
import { freshNonce } from "../wire/tokens";
import type { Letter, Postman } from "./postman";

/** Everything that leaves for the gateway in a channel's name. */
export type Outbound = {
  /** The first announcement of an order, or one more copy of it. */
  announce(live: LiveOrder, isCopy: boolean): void;
  /** The announcement of an order that does not exist, with a wrong signature: must be refused. */
  forge(order: WorldOrder): void;
  /** One more thing about an order. */
  say(order: WorldOrder, word: Word): void;
  groupFile(name: string, orders: readonly LiveOrder[], isCopy: boolean): void;
};

const GROUP_ACCOUNT = "group-1";

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
    const { attemptsMax, isAck } = platformOn(channel);
    const secret = secretOf(signing, accountOn(channel).code);
    const full: Letter = {
      ...(attemptsMax === null ? {} : { maxAttempts: attemptsMax }),
      isAcked: (answer) => answer.status === 200 && isAck(answer.text, secret),
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
    say: (order, word) =>
      post(order.channel, {
        build: () => word.write(senderOf(signing, order.account), wallMs()),
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
