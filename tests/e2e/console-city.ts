import { randomUUID } from "node:crypto";
import { openStand, type Stand } from "@/bench/measure/stand";
import type { Db } from "@/db/client";
import { httpClient } from "@/server/adapters/simulated/world/send/http-client";
import { signedOrderRequests } from "@/server/adapters/simulated/world/signed-order";
import { ownRequest } from "@/server/adapters/simulated/world/wire/own-request";
import type { WireRequest } from "@/server/adapters/simulated/world/wire/request";
import { secretsOf } from "@/server/context";
import { demoCity } from "@/server/domain/demo/city";
import { ownOrder } from "@/tests/integration/huiliu";
import { freePort } from "@/tests/simulation/city";

/** A running Huiliu: real database, engine and pages, and channels that sign. */
export type ConsoleCity = {
  origin: string;
  db: Db;
  password: string;
  /** A body of the own contract, signed by its channel; broken ones are acknowledged too. */
  sendOwn: (channel: OwnChannel, body: string) => Promise<void>;
  /** New 美团 orders, pushed as 美团 pushes them. */
  sendMeituan: (count: number) => Promise<Sale[]>;
  close: () => Promise<void>;
};
export type OwnChannel = "app" | "mini";
/** What a test knows of an order it sent. */
export type Sale = { no: string; goods: string };
export type OwnSale = Sale & { channel: OwnChannel; phone: string; body: string };

const SEED = 7;
const SKUS = demoCity(SEED).skus;
export const GOODS_WORD = "酸奶";

export async function openConsoleCity(): Promise<ConsoleCity> {
  const ports = { gateway: await freePort(), web: await freePort(), world: await freePort() };
  const stand = await openStand(ports);
  try {
    await Promise.all([stand.start("engine", "gateway,worker,planner"), stand.start("web", "web")]);
  } catch (error) {
    await stand.stop();
    throw error;
  }
  const http = httpClient(`http://127.0.0.1:${ports.gateway}`);
  const { accounts, demoPassword } = secretsOf(stand.config);
  const send = async (wire: WireRequest) => {
    const answer = await http.call(wire);
    if (answer.status !== 200) throw new Error(`${wire.path}: ${answer.status} ${answer.text}`);
  };
  return {
    origin: `http://127.0.0.1:${ports.web}`,
    db: stand.db,
    password: demoPassword,
    sendOwn: (channel, body) => send(signOwn(accounts, channel, body)),
    sendMeituan: async (count) => {
      const orders = meituanOrders(stand, count);
      await Promise.all(orders.map(({ wire }) => send(wire)));
      return orders;
    },
    close: async () => {
      http.close();
      await stand.stop();
    },
  };
}

const signOwn = (secrets: Record<string, string>, channel: OwnChannel, body: string) =>
  ownRequest({
    path: `/api/open/v1/channels/${channel}/orders`,
    body: Buffer.from(body),
    account: `${channel}-1`,
    secret: secrets[`${channel}-1`] ?? "",
    nowMs: Date.now(),
    nonce: randomUUID(),
  });

function meituanOrders({ config }: Stand, count: number): (Sale & { wire: WireRequest })[] {
  const source = signedOrderRequests(SEED, config.callbackBase, secretsOf(config).accounts);
  const orders: (Sale & { wire: WireRequest })[] = [];
  while (orders.length < count) {
    const wire = source.next(Date.now());
    if (wire.channel !== "meituan") continue;
    const goods = new URLSearchParams(wire.body.toString("utf8")).get("detail") ?? "";
    orders.push({ no: wire.externalNo, goods, wire });
  }
  return orders;
}

/** Own orders that share neither door nor phone, so that none travels with another; every fourth has the word in its goods. */
export function ownSales(count: number): OwnSale[] {
  const wanted = SKUS.filter((sku) => sku.name.includes(GOODS_WORD));
  const others = SKUS.filter((sku) => !sku.name.includes(GOODS_WORD) && sku.zone === "ambient");
  return Array.from({ length: count }, (_, i) => {
    const sku = (i % 4 === 0 ? wanted[i / 4] : others[i]) ?? present();
    const no = `CON${String(i).padStart(5, "0")}`;
    const phone = `1396543${String(7100 + i)}`;
    const body = ownOrder(
      {
        channel_order_id: no,
        store_code: i % 3 === 0 ? "store_s02" : "store_s01",
        buyer: { name: "欧阳小满", phone },
        address: { text: `翠苑小区${i + 1}幢1单元602室` },
      },
      [{ sku: sku.code, qty: 1 + (i % 3), fen: sku.priceFen }],
    );
    return { no, phone, goods: sku.name, channel: i % 3 === 1 ? "mini" : "app", body };
  });
}

function present(): never {
  throw new Error("the demo city has too few articles");
}
