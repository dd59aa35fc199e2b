/** A request ready to send to the gateway: bytes signed, nothing left to decide. */
export type WireRequest = {
  method: "GET" | "POST";
  /** Path with query, below the gateway's base address. */
  path: string;
  headers: Record<string, string>;
  contentType: string;
  body: Buffer;
};

export const FORM = "application/x-www-form-urlencoded;charset=UTF-8";
export const JSON_TYPE = "application/json; charset=utf-8";
