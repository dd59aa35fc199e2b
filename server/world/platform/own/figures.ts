import { ownSign } from "@/server/adapters/channels/own/sign";
import { type Answer, type Arrival, type Desk, jsonAnswer } from "../desk";
import type { FigureDesk } from "../figure-desk";
import type { FigureKind } from "../shop-window";

export type OwnSigner = { appId: string; secret: string; wallMs: () => number };

const SKEW_SECONDS = 300;
const ITEMS_MAX = 500;
const KINDS: Record<string, FigureKind> = { "stock.changed": "stock", "price.changed": "price" };

/**
 * A partner that speaks our own contract and takes our numbers: it compares versions and passes over older ones.
 *
 * @source docs/domain/channels.md#own-figures
 */
export function ownFiguresDesk(path: string, signer: OwnSigner, desk: FigureDesk): Desk {
  return (arrival) => {
    if (arrival.path !== path) return null;
    const throttled = (): Answer => ({
      ...problem(429, "LIMITED", "too many requests"),
      headers: { "retry-after": "1" },
    });
    return {
      answer: () => {
        const refused = whyNotSigned(signer, arrival);
        if (refused) return refused;
        return arrival.method === "GET" ? list(desk, arrival) : tell(desk, arrival.body);
      },
      figures: {
        account: desk.account,
        settleMs: Number.POSITIVE_INFINITY,
        mayCall: () => desk.mayCall(arrival.method),
        throttled,
      },
    };
  };
}

/** @returns the refusal, or null for a request that is signed and fresh; for every receiver of our contract */
export function whyNotSigned(signer: OwnSigner, arrival: Arrival): Answer | null {
  const timestamp = arrival.header("x-timestamp");
  const nonce = arrival.header("x-nonce");
  if (arrival.header("x-app-key") !== signer.appId)
    return problem(401, "UNKNOWN_ACCOUNT", "X-App-Key is not known here");
  const { method, body } = arrival;
  const signed = { method, path: arrival.path + arrival.search, timestamp, nonce, body };
  const isRight = ownSign(signed, signer.secret) === arrival.header("x-signature");
  if (!isRight || nonce.length < 16)
    return problem(401, "BAD_SIGNATURE", "X-Signature does not match");
  const skew = Math.abs(signer.wallMs() / 1_000 - Number(timestamp));
  return skew <= SKEW_SECONDS ? null : problem(401, "STALE", "X-Timestamp is too far from now");
}

export function problem(status: number, code: string, message: string): Answer {
  return jsonAnswer(JSON.stringify({ code, message }), status);
}

type Item = { sku_code?: unknown; qty?: unknown; price_fen?: unknown; version?: unknown };
type Told = { event?: string; store_code?: string; items?: Item[] };

function tell(desk: FigureDesk, body: string): Answer {
  const told = parse(body);
  const kind = KINDS[told?.event ?? ""];
  const shop = told?.store_code ?? "";
  const items = Array.isArray(told?.items) ? told.items : [];
  if (!kind || items.length === 0) return problem(400, "BAD_BODY", "event or items are missing");
  if (items.length > ITEMS_MAX) return problem(400, "TOO_MANY", `at most ${ITEMS_MAX} items`);
  if (!desk.window.hasShop(shop)) return problem(404, "UNKNOWN_STORE", "no such store");
  const refused = items.flatMap((item) => tellItem(desk, shop, { kind, item }) ?? []);
  desk.onCall?.(kind, items.length);
  return jsonAnswer(JSON.stringify({ code: 0, refused }));
}

/** @returns what is said of an article that is not taken */
function tellItem(
  desk: FigureDesk,
  shop: string,
  { kind, item }: { kind: FigureKind; item: Item },
) {
  const sku = String(item.sku_code ?? "");
  const value = kind === "stock" ? item.qty : item.price_fen;
  if (!desk.window.hasSku(sku))
    return { sku_code: sku, code: "UNKNOWN_SKU", message: "没有这个商品" };
  if (!isCount(value) || !isCount(item.version))
    return { sku_code: sku, code: "BAD_VALUE", message: "应为不小于零的整数" };
  desk.window.tell({ account: desk.account, shop, sku }, { kind, value, version: item.version });
  return null;
}

function list(desk: FigureDesk, arrival: Arrival): Answer {
  const query = new URLSearchParams(arrival.search);
  const shop = query.get("store_code") ?? "";
  if (!desk.window.hasShop(shop)) return problem(404, "UNKNOWN_STORE", "no such store");
  const from = Number(query.get("after") ?? 0);
  if (!isCount(from)) return problem(400, "BAD_CURSOR", "after is not a cursor of ours");
  const page = desk.window.page({ account: desk.account, shop }, { from, count: ITEMS_MAX });
  desk.onCall?.("list", page.length);
  const next = from + page.length;
  return jsonAnswer(
    JSON.stringify({
      code: 0,
      items: page.map(({ sku, figures }) => ({
        sku_code: sku,
        qty: figures.stock,
        price_fen: figures.priceFen,
        version: figures.version,
      })),
      next: next < desk.window.skuCount ? String(next) : null,
    }),
  );
}

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

function parse(body: string): Told | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? (value as Told) : null;
  } catch {
    return null;
  }
}
