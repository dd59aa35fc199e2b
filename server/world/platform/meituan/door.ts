import { meituanSign } from "@/server/adapters/channels/meituan/sign";
import { SKEW_SECONDS_MAX } from "../deps";

/** A call as it arrived: path below /api/v1/, all parameters decoded once, the address as we were called. */
export type MeituanCall = { api: string; url: string; params: Record<string, string> };

/** Whom 美团 lets in. */
export type MeituanSigner = { appId: string; secret: string; wallMs: () => number };

const MESSAGES: Record<number, string> = {
  700: "系统错误",
  701: "缺少参数",
  702: "app_id不存在",
  703: "签名验证错误",
  705: "参数格式错误",
  711: "触发流控",
  803: "不存在此门店",
  806: "不存在此订单",
  808: "操作失败,订单状态已变更",
  1015: "不存在此sku",
  1022: "订单已完成,不能取消",
  1038: "非自配送订单",
};

/** @returns the code of the refusal, or null for a call that is signed and fresh */
export function whyNotLetIn(signer: MeituanSigner, call: MeituanCall): number | null {
  const { app_id, timestamp, sig } = call.params;
  if (app_id === undefined || timestamp === undefined || sig === undefined) return 701;
  if (app_id !== signer.appId) return 702;
  const skew = Math.abs(signer.wallMs() / 1_000 - Number(timestamp));
  const isSigned = meituanSign(call.url, call.params, signer.secret) === sig;
  return isSigned && skew <= SKEW_SECONDS_MAX ? null : 703;
}

export const meituanOk = (): string => '{"data":"ok"}';

export const messageOf = (code: number): string => MESSAGES[code] ?? "系统错误";

/** 美团's refusal of a whole call; HTTP 200 like everything it says. */
export function ng(code: number): string {
  return JSON.stringify({ data: "ng", error: { code, msg: messageOf(code) } });
}
