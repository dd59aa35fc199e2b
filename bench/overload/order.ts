import { ownSign } from "@/server/adapters/channels/own/sign";

const ADDRESS = "/api/open/v1/channels/app/orders";
const STORES = 12;
const SKUS = 600;
/** Each behind a door of its own: forty houses of fifty floors. */
const HOUSEHOLDS = 2_000;

/** A small signed order of our own contract, one line, in a store and of an article that change with its number. */
export function smallOrder(
  no: string,
  i: number,
  secret: string,
): { path: string; headers: Record<string, string>; body: Buffer } {
  const two = (n: number) => String(n).padStart(2, "0");
  const sku = `K${String((i % SKUS) + 1).padStart(4, "0")}`;
  const amounts = `"items_fen":1000,"package_fen":0,"delivery_fen":0,"discount_merchant_fen":0,"discount_platform_fen":0,"paid_fen":1000`;
  const body = Buffer.from(
    `{"event":"order.created","event_id":"${no}","occurred_at":"${new Date().toISOString()}","order":{"channel_order_id":"${no}",` +
      `"store_code":"store_s${two((i % STORES) + 1)}","day_seq":${(i % 9_000) + 1},"status":"NEW","delivery_mode":"DELIVERY",` +
      `"expect":{"type":"ASAP","from":null,"to":null},"buyer":{"name":"压测","phone":"1990000${String(i % HOUSEHOLDS).padStart(4, "0")}"},` +
      `"address":{"text":"星光花园${(i % 40) + 1}幢2单元${(Math.floor(i / 40) % 50) + 1}01室","lng":120.15,"lat":30.25,"coord_sys":"GCJ02"},` +
      `"items":[{"line_id":"1","sku_code":"${sku}","name":"${sku}","qty":1,"unit_price_fen":1000,"paid_fen":1000}],` +
      `"amounts":{${amounts}},"remark":""}}`,
  );
  return signedAs({ account: "app-1", path: ADDRESS }, { name: no, body, secret });
}

/** A body as a sender of our own contract sends it. @param name of the request, once in a run */
export function signedAs(
  { account, path }: { account: string; path: string },
  { name, body, secret }: { name: string; body: Buffer; secret: string },
): { path: string; headers: Record<string, string>; body: Buffer } {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const nonce = `${name}-${process.pid}-${"0".repeat(12)}`;
  const signed = { method: "POST", path, timestamp, nonce, body };
  return {
    path,
    body,
    headers: {
      "content-type": "application/json",
      "X-App-Key": account,
      "X-Timestamp": timestamp,
      "X-Nonce": nonce,
      "X-Signature": ownSign(signed, secret),
    },
  };
}
