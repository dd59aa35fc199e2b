import type { Db } from "@/db/client";
import { verifyInvariants } from "@/db/verify/verify";

export type TrueOrder = {
  channel: string;
  account: string;
  externalNo: string;
  personId: string | null;
  doorId: string | null;
  deliveryOwner: string;
  acked: boolean;
  lostPush: boolean;
};

const SHOWN = 5;
const key = (account: string, externalNo: string) => `${account} ${externalNo}`;
const some = (what: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : [`${items.length} ${what}: ${items.slice(0, SHOWN).join(", ")}`];

/**
 * What is wrong between what the world knows to be true and what the product holds.
 *
 * @param since when the world began; the demo's own past, which it does not know, lies before
 * @returns empty when all is well
 */
export async function complaintsOf(
  db: Db,
  truth: readonly TrueOrder[],
  since: number,
): Promise<string[]> {
  return [
    ...(await ordersAgainst(db, truth, since)),
    ...(await mergesAgainst(db, truth, since)),
    ...(await breaches(db)),
    ...(await totals(db)),
  ];
}

async function ordersAgainst(
  db: Db,
  truth: readonly TrueOrder[],
  since: number,
): Promise<string[]> {
  const rows = await db<{ account: string; externalNo: string; n: number }[]>`
    select a.code as account, o.external_no as "externalNo", count(*)::int as n
    from orders o join channel_accounts a on a.id = o.account_id
    where o.placed_at >= ${new Date(since).toISOString()}::timestamptz group by 1, 2`;
  const held = new Map(rows.map((row) => [key(row.account, row.externalNo), row.n]));
  const real = new Set(truth.map((order) => key(order.account, order.externalNo)));
  // A platform's order that no push told us of is found by asking.
  const owed = truth.filter((order) => order.acked || order.lostPush);
  const missing = owed.filter((order) => !held.has(key(order.account, order.externalNo)));
  return [
    ...some(
      "orders were acknowledged, or placed at a platform, and are missing",
      missing.map((o) => `${key(o.account, o.externalNo)}${o.lostPush ? " (lost push)" : ""}`),
    ),
    ...some(
      "orders are there more than once",
      rows.filter((row) => row.n > 1).map((row) => key(row.account, row.externalNo)),
    ),
    ...some(
      "orders were never placed",
      [...held.keys()].filter((one) => !real.has(one)),
    ),
  ];
}

async function mergesAgainst(
  db: Db,
  truth: readonly TrueOrder[],
  since: number,
): Promise<string[]> {
  const known = new Map(truth.map((order) => [key(order.account, order.externalNo), order]));
  const parcels = await db<{ id: number; members: string[] }[]>`
    select l.fulfilment_id as id, array_agg(distinct a.code || ' ' || o.external_no) as members
    from fulfilment_lines l join orders o on o.id = l.order_id join channel_accounts a on a.id = o.account_id
    group by 1 having count(distinct l.order_id) > 1 and min(o.placed_at) >= ${new Date(since).toISOString()}::timestamptz`;
  const wrong = parcels.filter(({ members }) => {
    const orders = members.map((member) => known.get(member));
    const homes = orders.map((o) => `${o?.doorId} ${o?.personId} ${o?.deliveryOwner}`);
    return new Set(homes).size > 1 || orders.some((o) => o?.deliveryOwner !== "self" || !o.doorId);
  });
  return [
    ...(parcels.length === 0 ? ["nothing was merged"] : []),
    ...some(
      "parcels join doors, people or owners",
      wrong.map(({ id, members }) => `${id} (${members.join(" + ")})`),
    ),
  ];
}

async function breaches(db: Db): Promise<string[]> {
  const found = await verifyInvariants(db);
  return found.map((b) => `${b.code} ${b.says}: ${b.count} rows, ${JSON.stringify(b.rows[0])}`);
}

/** The wall's numbers of today against a recount of the orders. */
async function totals(db: Db): Promise<string[]> {
  const [row] = await db<{ counted: number; orders: number; fen: number; paid: number }[]>`
    with today as (select date_trunc('day', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai' as t)
    select (select coalesce(sum(orders), 0)::int from counters_minute, today where minute >= t and store_id >= 0) as counted,
      (select coalesce(sum(paid_fen), 0)::bigint from counters_minute, today where minute >= t and store_id >= 0) as fen,
      (select count(*)::int from orders, today where paid_at >= t) as orders,
      (select coalesce(sum(paid_fen), 0)::bigint from orders, today where paid_at >= t) as paid`;
  if (row && row.counted === row.orders && row.fen === row.paid && row.orders > 0) return [];
  return [`the wall's totals of today are not the orders': ${JSON.stringify(row)}`];
}

export async function refusedSignatures(db: Db): Promise<number> {
  const [row] = await db<{ n: number }[]>`
    select coalesce(sum(count), 0)::int as n from security_events where code = 'BAD_SIGNATURE'`;
  return row?.n ?? 0;
}

/**
 * Nothing is left to do: the log is read, fetched, written back, and platforms were asked since `since`. What a platform
 * has refused to tell is asked for again after five minutes; that is not waited for.
 */
export async function isSettled(db: Db, since: number): Promise<true | { waitsFor: unknown }> {
  const [row] = await db<{ behind: number; pulls: number; calls: number; asked: number }[]>`
    select
      (select count(*)::int from inbox i join log_consumers c on c.lane = i.lane
        where (i.xid, i.id) > (c.position_xid, c.position_id)) as behind,
      (select count(*)::int from pulls where due_at < now() + interval '200 seconds') as pulls,
      (select count(*)::int from writebacks where state = 'waiting') as calls,
      (select (extract(epoch from min(coalesce(pulled_until, 'epoch'))) * 1000)::bigint from channel_accounts
        where protocol in ('meituan', 'eleme')) as asked`;
  const isDone = row?.behind === 0 && row.pulls === 0 && row.calls === 0 && row.asked > since;
  if (isDone) return true;
  const pulls =
    await db`select account_id, external_no, attempts, last_error from pulls order by due_at limit 3`;
  const calls =
    await db`select kind, attempts, answer from writebacks where state = 'waiting' limit 3`;
  return { waitsFor: { ...row, since, pulls, calls } };
}
