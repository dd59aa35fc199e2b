import { ok, type Result } from "@/server/domain/kernel/result";
import type {
  AccountLookup,
  RawRequest,
  Reply,
  Verified,
  VerifyRefusal,
} from "@/server/ports/channel";
import { type Form, readForm } from "../form";
import { isStale, jsonReply, refusal, sameSignature } from "../reply";
import { meituanSign } from "./sign";

const MEITUAN_OK: Reply = jsonReply(200, { data: "ok" });
export const meituanError = (code: number, msg: string, status = 200): Reply =>
  jsonReply(status, { data: "ng", error: { code, msg } });

const PREFIX = "/callback/meituan/";

/**
 * Let in a push signed over the address that was configured, never over the one the request claims.
 *
 * @source docs/domain/channels.md#meituan-pushes
 */
export function verifyMeituan(
  request: RawRequest,
  find: AccountLookup,
  nowMs: number,
): Result<Verified, VerifyRefusal> {
  const body = request.method === "GET" ? Buffer.from(request.query, "utf8") : request.body;
  // The console's test button and the health probe send an empty GET.
  if (body.length === 0) return refusal("PROBE", "meituan", MEITUAN_OK);
  const form = formOf(body);
  if (!form) return refusal("MALFORMED", "meituan", meituanError(705, "参数格式错误", 400));
  const found = find(form.app_id ?? "");
  if (!found)
    return refusal("UNKNOWN_ACCOUNT", form.app_id ?? "", meituanError(702, "app_id不存在"));
  const { account, secret } = found;
  const { sig = "", ...params } = form;
  const right = meituanSign(account.config.callbackBase + request.path, params, secret);
  if (!sameSignature(sig, right))
    return refusal("BAD_SIGNATURE", account.code, meituanError(703, "签名验证错误"));
  if (isStale(Number(form.timestamp), nowMs, account.config.skewSeconds)) {
    return refusal("STALE", account.code, meituanError(703, "签名已过期"));
  }
  if (!account.enabled) return refusal("DISABLED", account.code, meituanError(708, "应用已停用"));
  return ok({
    account,
    topic: request.path.slice(PREFIX.length) || "order-paid",
    storeKey: form.app_poi_code ?? null,
    externalNo: form.order_id ?? form.wm_order_id_view ?? null,
    body,
    // Meituan repeats a push byte by byte and has no nonce: a second one is a duplicate, not an attack.
    nonce: null,
    ack: () => MEITUAN_OK,
  });
}

/** Values are encoded twice; a sender that encoded once is read as well where that changes nothing. */
export function formOf(body: Uint8Array): Form | null {
  try {
    return readForm(Buffer.from(body).toString("utf8"), 2);
  } catch {
    return null;
  }
}
