import { elemeSign } from "@/server/adapters/channels/eleme/sign";
import { SKEW_SECONDS_MAX } from "../deps";
import { elemeFields } from "./push";

export type ElemeBody = Record<string, unknown>;
export type ElemeReply = { errno: number | string; error: string; data?: unknown };
/** Whom 饿了么 lets in. */
export type ElemeSigner = { appId: string; secret: string; wallMs: () => number };

export const fine = (data: unknown = true): ElemeReply => ({ errno: 0, error: "success", data });
export const wrong = (errno: number | string, error: string): ElemeReply => ({ errno, error });
export const elemeThrottled = (): ElemeReply => wrong("gw.ISPInvokeError", "请求过于频繁");

/** @returns the refusal, or null for an envelope that is signed and fresh */
export function whyNotLetIn(
  signer: ElemeSigner,
  fields: Record<string, string>,
): ElemeReply | null {
  if (fields.source !== signer.appId) return wrong(20_101, "source不存在");
  const skew = Math.abs(signer.wallMs() / 1_000 - Number(fields.timestamp));
  const isSigned = elemeSign(fields, signer.secret) === fields.sign;
  return isSigned && skew <= SKEW_SECONDS_MAX ? null : wrong(20_108, "签名错误");
}

/** The answer's signed envelope. The timestamp is a bare number, as in the documents; the sign is over its text either way. */
export function sealed(
  signer: ElemeSigner,
  fields: Record<string, string>,
  reply: ElemeReply,
): string {
  const answer = elemeFields(
    {
      cmd: `resp.${fields.cmd ?? ""}`,
      body: JSON.stringify(reply),
      ticket: fields.ticket ?? "",
      nowMs: signer.wallMs(),
    },
    { source: signer.appId, secret: signer.secret },
  );
  return JSON.stringify({ ...answer, timestamp: Number(answer.timestamp) });
}

export function parseBody(text: string): ElemeBody | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as ElemeBody) : null;
  } catch {
    return null;
  }
}

export function clamp(n: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Number.isFinite(n) ? n : low));
}
