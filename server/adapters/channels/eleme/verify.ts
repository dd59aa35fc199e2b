import { ok, type Result } from "@/server/domain/kernel/result";
import type {
  AccountLookup,
  RawRequest,
  Reply,
  Verified,
  VerifyRefusal,
} from "@/server/ports/channel";
import { type Form, readForm } from "../form";
import { asObject, parseJson, rawMember } from "../parse-json";
import { isStale, jsonReply, refusal, sameSignature } from "../reply";
import { elemeSign } from "./sign";

/**
 * Let in a signed envelope, form or JSON.
 *
 * @source docs/domain/channels.md#eleme-pushes
 */
export function verifyEleme(
  request: RawRequest,
  find: AccountLookup,
  nowMs: number,
): Result<Verified, VerifyRefusal> {
  if (request.body.length === 0)
    return refusal("PROBE", "eleme", jsonReply(200, { message: "ok" }));
  const envelope = envelopeOf(request.body);
  if (!envelope)
    return refusal("MALFORMED", "eleme", elemeError(20_102, "envelope is broken", 400));
  const found = find(envelope.source ?? "");
  if (!found)
    return refusal(
      "UNKNOWN_ACCOUNT",
      envelope.source ?? "",
      elemeError(20_103, "source not found"),
    );
  const { account, secret } = found;
  const { sign = "", ...params } = envelope;
  if (!sameSignature(sign, elemeSign(params, secret))) {
    return refusal("BAD_SIGNATURE", account.code, elemeError(20_104, "sign error"));
  }
  if (isStale(Number(envelope.timestamp), nowMs, account.config.skewSeconds)) {
    return refusal("STALE", account.code, elemeError(20_105, "timestamp expired"));
  }
  if (!account.enabled)
    return refusal("DISABLED", account.code, elemeError(20_106, "application is off"));
  return ok(verified(request, envelope, { account, secret }));
}

function verified(
  request: RawRequest,
  envelope: Form,
  { account, secret }: { account: Verified["account"]; secret: string },
): Verified {
  const body = bodyOf(envelope);
  const externalNo = body.order_id ?? null;
  const cmd = envelope.cmd ?? "";
  return {
    account,
    topic: cmd,
    storeKey: body.platform_shop_id ?? null,
    externalNo,
    body: request.body,
    nonce: null,
    ack: (now) => {
      const data =
        cmd === "order.create"
          ? { source_order_id: `HL-${account.code}-${externalNo}` }
          : undefined;
      return elemeAnswer(
        cmd,
        { errno: 0, error: "success", ...(data ? { data } : {}) },
        { push: envelope, secret, nowMs: now },
      );
    },
  };
}

/** Ids as text whatever the envelope's body says they are. */
function bodyOf(envelope: Form): Form {
  try {
    const out: Form = {};
    for (const [key, value] of Object.entries(asObject(parseJson(envelope.body || "{}")))) {
      if (typeof value === "string" || typeof value === "number") out[key] = String(value);
    }
    return out;
  } catch {
    return {};
  }
}

/** The platform's acknowledgement: an envelope of its own, signed over its exact text. */
function elemeAnswer(
  cmd: string,
  body: unknown,
  { push, secret, nowMs }: { push: Form; secret: string; nowMs: number },
): Reply {
  const fields: Form = {
    body: JSON.stringify(body),
    cmd: `resp.${cmd}`,
    encrypt: "",
    source: push.source ?? "",
    ticket: push.ticket ?? "",
    timestamp: String(Math.floor(nowMs / 1000)),
    version: push.version ?? "3",
  };
  return jsonReply(200, {
    ...fields,
    timestamp: Number(fields.timestamp),
    sign: elemeSign(fields, secret),
  });
}

export const elemeError = (errno: number, error: string, status = 200): Reply =>
  jsonReply(status, { body: { errno, error }, cmd: "resp.error", encrypt: "", version: "3" });

/** @returns null when it is neither a form nor JSON */
export function envelopeOf(raw: Uint8Array): Form | null {
  const text = Buffer.from(raw).toString("utf8");
  try {
    if (!text.trimStart().startsWith("{")) return readForm(text, 1);
    const form: Form = {};
    for (const [key, value] of Object.entries(asObject(parseJson(text)))) {
      // A body sent as an object was signed as the text it was sent as, spaces and all.
      form[key] =
        typeof value === "object" && value !== null
          ? (rawMember(text, key) ?? "")
          : String(value ?? "");
    }
    return form;
  } catch {
    return null;
  }
}
