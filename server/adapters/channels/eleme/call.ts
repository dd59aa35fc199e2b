import { randomUUID } from "node:crypto";
import type { Account } from "@/server/domain/channels/account";
import { optionalText } from "@/server/domain/channels/reading";
import { PortError } from "@/server/ports/port-error";
import { type Form, writeForm } from "../form";
import { callPlatform, readJsonAnswer } from "../http-client";
import { asObject, type JsonObject } from "../parse-json";
import { elemeSign } from "./sign";

/**
 * One signed call to Ele.me retail.
 *
 * @returns the answer's body: errno 0, data
 * @throws PortError limited by the words for too many, unavailable, unauthorised, rejected where the number is known to be final, else unclear
 * @source docs/domain/channels.md#eleme-calls
 */
export async function callEleme(
  account: Account,
  secret: string,
  { cmd, body }: { cmd: string; body: JsonObject },
): Promise<JsonObject> {
  const fields: Form = {
    body: JSON.stringify(body),
    cmd,
    encrypt: "",
    source: account.appId,
    ticket: randomUUID().toUpperCase(),
    timestamp: String(Math.floor(Date.now() / 1000)),
    version: "3",
  };
  const text = await callPlatform(account.config.apiBase ?? "", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: writeForm({ ...fields, sign: elemeSign(fields, secret) }),
  });
  return readAnswer(text);
}

/** Unknown source, wrong signature. */
const UNAUTHORISED: ReadonlySet<number> = new Set([20_101, 20_108]);
const RETRYABLE = new Set([
  "gw.ISPInvokeError",
  "gw.ISPConnectError",
  "gw.ISPInvokeTimeout",
  "gw.UNKOWN",
]);

function readAnswer(text: string): JsonObject {
  const raw = readJsonAnswer(text).body;
  const body = typeof raw === "string" ? readJsonAnswer(raw) : asObject(raw);
  if (Number(body.errno) === 0) return body;
  const message = `${optionalText(body.errno)} ${optionalText(body.error)}`;
  // Throttling comes under a gateway's general code; only the words tell it apart.
  if (/limit|frequen|throttl|频繁|流控/i.test(optionalText(body.error)))
    throw new PortError("limited", message, 4_000);
  if (RETRYABLE.has(optionalText(body.errno))) throw new PortError("unavailable", message);
  if (UNAUTHORISED.has(Number(body.errno))) throw new PortError("unauthorised", message);
  throw new PortError(isFinal(Number(body.errno)) ? "rejected" : "unclear", message);
}

/** Parameters, orders and shops that are not, or not so: said of this very call. Others may mean anything. */
const isFinal = (errno: number): boolean => errno >= 20_100 && errno < 20_400;
