import type { Account } from "@/server/domain/channels/account";
import { optionalText } from "@/server/domain/channels/reading";
import { PortError } from "@/server/ports/port-error";
import { type Form, writeForm } from "../form";
import { callPlatform, type PlatformCall, readJsonAnswer } from "../http-client";
import { asArray, asObject, type JsonObject } from "../parse-json";
import { meituanSign } from "./sign";

/**
 * One signed call to Meituan, its answer as it came.
 *
 * @throws PortError where there is no answer in JSON
 * @source docs/domain/channels.md#meituan-signature
 */
export async function sendMeituan(
  account: Account,
  secret: string,
  { path, params, post = false }: { path: string; params: Form; post?: boolean },
): Promise<JsonObject> {
  const url = `${account.config.apiBase}/${path}`;
  const system: Form = { app_id: account.appId, timestamp: String(Math.floor(Date.now() / 1000)) };
  const sig = meituanSign(url, { ...system, ...params }, secret);
  const query = writeForm({ ...system, sig, ...(post ? {} : params) });
  const init: PlatformCall = post
    ? {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: writeForm(params),
      }
    : { method: "GET" };
  return readJsonAnswer(await callPlatform(`${url}?${query}`, init));
}

/**
 * The answer of a call that was done as a whole.
 *
 * @throws PortError by Meituan's code: limited (711), unavailable (700), unauthorised (702, 703), rejected where the code is known to be final, else unclear
 */
export function wholeAnswer(answer: JsonObject): JsonObject {
  if (answer.data !== "ng" && asArray(answer.error_list).length === 0 && answer.result_code !== 4)
    return answer;
  throw callError(asObject(answer.error ?? asObject(asArray(answer.error_list)[0])));
}

/** @param error `{code, msg}` as Meituan writes it */
export function callError(error: JsonObject): PortError {
  const code = Number(error.code);
  const message = `${code} ${optionalText(error.msg)}`;
  if (code === 711) return new PortError("limited", message, 4_000);
  if (code === 700) return new PortError("unavailable", message);
  if (code === 702 || code === 703) return new PortError("unauthorised", message);
  return new PortError(FINAL.has(code) ? "rejected" : "unclear", message);
}

/** Said of this very order or article, now and for ever. @source docs/domain/channels.md#meituan-codes */
const FINAL: ReadonlySet<number> = new Set([
  701, 704, 705, 708, 803, 805, 806, 808, 1_005, 1_006, 1_013, 1_014, 1_015, 1_022, 1_032, 1_038,
]);
