import { randomUUID } from "node:crypto";
import { openStand, type Stand } from "@/bench/measure/stand";
import type { Db } from "@/db/client";
import { readForm } from "@/server/adapters/channels/form";
import { secretsOf } from "@/server/context";
import { signedOrderRequests } from "@/server/world/life/signed-order";
import { ownRequest } from "@/server/world/platform/own/request";
import { httpClient } from "@/server/world/send/http-client";
import type { WireRequest } from "@/server/world/wire/request";
import { freePort, until } from "@/tests/simulation/city";
import type { OwnChannel, Sale } from "./console-orders";

/** A running Huiliu: real database, engine and pages, and channels that sign. */
export type ConsoleCity = {
  origin: string;
  db: Db;
  password: string;
  /** A body of the own contract, signed by its channel; broken ones are acknowledged too. */
  sendOwn: (channel: OwnChannel, body: string) => Promise<void>;
  /** New 美团 orders, pushed as 美团 pushes them. */
  sendMeituan: (count: number) => Promise<Sale[]>;
  /** Resolves when so many orders are taken in whose platform number begins so. */
  taken: (prefix: string, count: number) => Promise<void>;
  close: () => Promise<void>;
};
const SEED = 7;

/** @param before what the city should find when its processes start */
export async function openConsoleCity(
  before: (db: Db, secrets: Record<string, string>) => Promise<void> = async () => undefined,
): Promise<ConsoleCity> {
  const ports = { gateway: await freePort(), web: await freePort(), world: await freePort() };
  const stand = await openStand(ports);
  try {
    await before(stand.db, secretsOf(stand.config).accounts);
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
    taken: (prefix, count) =>
      until(`${count} orders ${prefix} are taken in`, async () => {
        const [row] = await stand.db<{ n: number }[]>`
          select count(*)::int as n from orders where starts_with(external_no, ${prefix})`;
        return row?.n === count || { waitsFor: row?.n };
      }),
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
    const goods = readForm(wire.body.toString("utf8"), 2).detail ?? "";
    orders.push({ no: wire.externalNo, goods, wire });
  }
  return orders;
}
