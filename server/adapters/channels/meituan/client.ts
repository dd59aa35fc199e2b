import { setTimeout as pause } from "node:timers/promises";
import type { Account } from "@/server/domain/channels/account";
import { canPass } from "@/server/domain/channels/failure";
import { optionalText, plainText } from "@/server/domain/channels/reading";
import type { ChannelClient, RecentOrder } from "@/server/ports/channel";
import { PortError } from "@/server/ports/port-error";
import { type Form, writeForm } from "../form";
import { asArray, asObject, type JsonObject } from "../parse-json";
import { sendMeituan, wholeAnswer } from "./call";

/** How many of the day's last numbers are looked through for holes. */
const SEQUENCES_BACK = 200;
/** So many numbers in a row without an order: the day's numbers begin above them. */
const HOLES_MAX = 20;
const NO_SUCH_ORDER = 806;
const LIMITED_TRIES = 5;
const LIMITED_PAUSE_MS = 1_000;

/** Calls to Meituan. @source docs/domain/channels.md#meituan-calls */
export function meituanClient(account: Account, secret: string): ChannelClient {
  const call: Call = async (path, params, post = false) =>
    wholeAnswer(await sendMeituan(account, secret, { path, params, post }));
  return {
    detail: async (externalNo) => {
      const answer = await call("order/getOrderDetail", { order_id: externalNo });
      const data = asObject(answer.data);
      const form: Form = {};
      const refunds = await refundsOf(call, externalNo);
      for (const [key, value] of Object.entries(data)) {
        form[key] =
          typeof value === "object" && value !== null ? JSON.stringify(value) : plainText(value);
      }
      if (refunds !== null) form.refund_detail = refunds;
      return {
        topic: "detail",
        storeKey: form.app_poi_code ?? null,
        body: Buffer.from(twiceEncoded(form), "utf8"),
      };
    },
    confirm: async (externalNo) => void (await call("order/confirm", { order_id: externalNo })),
    cancel: async (externalNo, reason) => {
      await call("order/cancel", { order_id: externalNo, reason, reason_code: "2009" });
    },
    recent: async (shops, { toMs, known }) => {
      const found: RecentOrder[] = [];
      for (const shop of shops) {
        found.push(
          ...(await recentOfShop(patient(call), shop, {
            toMs,
            known: known.get(shop) ?? new Set(),
          })),
        );
      }
      return found;
    },
  };
}

/** What was given back stands in an answer of its own. @returns null where the platform knows of nothing */
async function refundsOf(call: Call, externalNo: string): Promise<string | null> {
  try {
    const params = { wm_order_id_view: externalNo, refund_type: "0" };
    const answer = await call("ecommerce/order/getOrderRefundDetail", params);
    return JSON.stringify(asArray(answer.data));
  } catch (error) {
    if (error instanceof PortError && !canPass(error.kind)) return null;
    throw error;
  }
}

type Call = (path: string, params: Form, post?: boolean) => Promise<JsonObject>;

/**
 * Many small calls in a row meet the platform's limit; one that begins again from the first shop each time would meet it
 * at the same place for ever.
 */
function patient(call: Call): Call {
  return async (path, params, post) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await call(path, params, post);
      } catch (error) {
        const isLimited = error instanceof PortError && error.kind === "limited";
        if (!isLimited || tries >= LIMITED_TRIES) throw error;
        await pause(LIMITED_PAUSE_MS);
      }
    }
  };
}

/**
 * Meituan lists no orders; it numbers them per shop and day. So the day's last numbers that we do not have are asked for
 * one by one: on a quiet day that is one call a shop.
 */
async function recentOfShop(
  call: Call,
  shop: string,
  { toMs, known }: { toMs: number; known: ReadonlySet<number> },
): Promise<RecentOrder[]> {
  const date = new Date(toMs + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll("-", "");
  const answer = await call("order/getOrderDaySeq", { app_poi_code: shop });
  const latest = Number(optionalText(asObject(answer.data).day_seq) || "0");
  const found: RecentOrder[] = [];
  let missing = 0;
  for (
    let seq = latest;
    seq > Math.max(0, latest - SEQUENCES_BACK) && missing < HOLES_MAX;
    seq -= 1
  ) {
    if (known.has(seq)) {
      missing = 0;
      continue;
    }
    const id = await orderOfDaySeq(call, {
      app_poi_code: shop,
      date_time: date,
      day_seq: String(seq),
    });
    if (id) found.push({ externalNo: id });
    missing = id ? 0 : missing + 1;
  }
  return found;
}

/** @returns "" for a number that was never given */
async function orderOfDaySeq(call: Call, params: Form): Promise<string> {
  try {
    const answer = await call("order/getOrderIdByDaySeq", params);
    return optionalText(asObject(answer.data).order_id);
  } catch (error) {
    if (error instanceof PortError && error.message.startsWith(`${NO_SUCH_ORDER} `)) return "";
    throw error;
  }
}

/** A pulled detail is stored in the form of a push, so that one decode reads both. */
function twiceEncoded(form: Form): string {
  return writeForm(
    Object.fromEntries(Object.entries(form).map(([k, v]) => [k, encodeURIComponent(v)])),
  );
}
