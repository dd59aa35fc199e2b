import { ownSign } from "@/server/adapters/channels/own/sign";
import { JSON_TYPE, type WireRequest } from "@/server/world/wire/request";

type OwnCall = {
  method?: "GET" | "POST";
  path: string;
  body?: Buffer;
  /** Account code, sent as X-App-Key. */
  account: string;
  secret: string;
  nowMs: number;
  /** 16 characters or more, used once. */
  nonce: string;
  contentType?: string;
  extra?: Record<string, string>;
};

const EMPTY = Buffer.alloc(0);

/** A request of Huiliu's own contract, signed. @source docs/domain/channels.md#own-signature */
export function ownRequest(call: OwnCall): WireRequest {
  const method = call.method ?? "POST";
  const body = call.body ?? EMPTY;
  const timestamp = String(Math.floor(call.nowMs / 1_000));
  const { path, nonce } = call;
  return {
    method,
    path,
    body,
    contentType: call.contentType ?? JSON_TYPE,
    headers: {
      "X-App-Key": call.account,
      "X-Timestamp": timestamp,
      "X-Nonce": nonce,
      "X-Signature": ownSign({ method, path, timestamp, nonce, body }, call.secret),
      ...call.extra,
    },
  };
}
