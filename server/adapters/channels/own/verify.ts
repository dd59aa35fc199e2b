import { ok, type Result } from "@/server/domain/kernel/result";
import type {
  AccountLookup,
  RawRequest,
  RequestHead,
  Verified,
  VerifyRefusal,
} from "@/server/ports/channel";
import { isStale, jsonReply, refusal, sameSignature } from "../reply";
import { ownSign } from "./sign";

/** The addresses of our own contract and what each one's message is called in the log. */
const ROUTES: readonly (readonly [RegExp, string, string])[] = [
  [/^\/api\/open\/v1\/channels\/([a-z0-9-]{1,32})\/orders$/, "POST", "order"],
  [/^\/api\/open\/v1\/channels\/([a-z0-9-]{1,32})\/files$/, "POST", "file"],
  [/^\/api\/open\/v1\/channels\/([a-z0-9-]{1,32})\/reservations$/, "POST", "hold"],
  [
    /^\/api\/open\/v1\/channels\/([a-z0-9-]{1,32})\/reservations\/[^/]{1,128}\/extend$/,
    "POST",
    "hold-extend",
  ],
  [
    /^\/api\/open\/v1\/channels\/([a-z0-9-]{1,32})\/reservations\/[^/]{1,128}\/release$/,
    "POST",
    "hold-release",
  ],
  [/^\/api\/open\/v1\/channels\/([a-z0-9-]{1,32})\/availability$/, "GET", "availability"],
  [/^\/api\/open\/v1\/(pos)\/sales$/, "POST", "pos-sales"],
  [/^\/api\/open\/v1\/(store)-events$/, "POST", "store-events"],
  [/^\/api\/open\/v1\/(rider)-events$/, "POST", "rider-events"],
  [/^\/api\/open\/v1\/(rider)-pings$/, "POST", "rider-pings"],
  [/^\/api\/open\/v1\/(store)-tasks$/, "GET", "store-tasks"],
  [/^\/api\/open\/v1\/(rider)-tasks$/, "GET", "rider-tasks"],
  [/^\/api\/open\/v1\/(wms)\/snapshots$/, "POST", "wms-snapshot"],
  [/^\/api\/open\/v1\/(wms)\/moves$/, "POST", "wms-moves"],
  [/^\/api\/open\/v1\/(wms)\/counts$/, "POST", "wms-count"],
  [/^\/api\/open\/v1\/(wms)\/ledger$/, "GET", "wms-ledger"],
];

export const ownError = (status: number, code: string, message: string) =>
  jsonReply(status, { code, message });

const MIB = 1024 * 1024;
/** Files of orders are larger than single ones; questions have no body worth the name. */
const BYTES_MAX = { file: 8 * MIB, small: 256 * 1024, usual: MIB };
const SMALL: ReadonlySet<string> = new Set(["hold", "hold-extend", "hold-release", "rider-pings"]);

/** Known, switched on, fresh, and at an address of its channel: all that the head tells. */
export function knockOwn(
  head: RequestHead,
  find: AccountLookup,
  nowMs: number,
): Result<number, VerifyRefusal> {
  const known = senderOf(head, find, nowMs);
  if (!known.ok) return known;
  const { topic } = known.value;
  if (topic === "file") return ok(BYTES_MAX.file);
  return ok(SMALL.has(topic) || head.method === "GET" ? BYTES_MAX.small : BYTES_MAX.usual);
}

type Sender = { account: Verified["account"]; secret: string; topic: string; nonce: string };

function senderOf(
  request: RequestHead,
  find: AccountLookup,
  nowMs: number,
): Result<Sender, VerifyRefusal> {
  const route = routeOf(request);
  if (!route)
    return refusal("NO_ROUTE", "own", ownError(404, "NO_ROUTE", "no such address in the contract"));
  const appKey = request.header("x-app-key");
  const found = find(appKey);
  if (!found || found.account.channel !== route.channel) {
    return refusal(
      "UNKNOWN_ACCOUNT",
      appKey,
      ownError(401, "UNKNOWN_ACCOUNT", "X-App-Key is not known here"),
    );
  }
  const { account, secret } = found;
  if (!account.enabled)
    return refusal("DISABLED", account.code, ownError(403, "DISABLED", "this account is off"));
  const timestamp = request.header("x-timestamp");
  const nonce = request.header("x-nonce");
  if (nonce.length < 16 || nonce.length > 128) {
    return refusal(
      "MALFORMED",
      account.code,
      ownError(400, "BAD_NONCE", "X-Nonce needs 16 to 128 characters"),
    );
  }
  if (isStale(Number(timestamp), nowMs, account.config.skewSeconds)) {
    return refusal(
      "STALE",
      account.code,
      ownError(401, "STALE", "X-Timestamp is too far from now"),
    );
  }
  return ok({ account, secret, topic: route.topic, nonce });
}

/**
 * Let in what is signed by a known account, fresh, and meant for that account's channel.
 *
 * @source docs/domain/channels.md#own-signature
 */
export function verifyOwn(
  request: RawRequest,
  find: AccountLookup,
  nowMs: number,
): Result<Verified, VerifyRefusal> {
  const sender = senderOf(request, find, nowMs);
  if (!sender.ok) return sender;
  const { account, secret, topic, nonce } = sender.value;
  const timestamp = request.header("x-timestamp");
  const path = request.query ? `${request.path}?${request.query}` : request.path;
  const right = ownSign(
    { method: request.method, path, timestamp, nonce, body: request.body },
    secret,
  );
  if (!sameSignature(request.header("x-signature"), right)) {
    return refusal(
      "BAD_SIGNATURE",
      account.code,
      ownError(401, "BAD_SIGNATURE", "X-Signature does not match"),
    );
  }
  return ok(verified(request, account, { topic, nonce }));
}

function routeOf(request: RequestHead): { channel: string; topic: string } | null {
  for (const [pattern, method, topic] of ROUTES) {
    const match = pattern.exec(request.path);
    if (match && method === request.method) return { channel: match[1] ?? "", topic };
  }
  return null;
}

/** Messages that belong to one shop and say which. */
const NAMES_SHOP: ReadonlySet<string> = new Set([
  "order",
  "pos-sales",
  "wms-snapshot",
  "wms-moves",
  "wms-count",
]);
const STORE = /"store_code"\s*:\s*"([^"\\]{1,64})"/;
const ORDER = /"channel_order_id"\s*:\s*"([^"\\]{1,128})"/;

function verified(
  request: RawRequest,
  account: Verified["account"],
  { topic, nonce }: { topic: string; nonce: string },
): Verified {
  const text = NAMES_SHOP.has(topic) ? Buffer.from(request.body).toString("utf8") : "";
  const externalNo = ORDER.exec(text)?.[1] ?? null;
  const overridden = Object.keys(account.config.fieldOverrides).length > 0;
  return {
    account,
    topic,
    storeKey: overridden ? null : (STORE.exec(text)?.[1] ?? null),
    externalNo,
    body: request.body,
    nonce,
    ack: () =>
      jsonReply(200, {
        code: 0,
        order_id: externalNo ? `HL-${account.code}-${externalNo}` : undefined,
      }),
  };
}
