import type { Context } from "@/server/context";
import { planPrices } from "@/server/pipelines/publish/plan-prices";
import { askEverything, planPage } from "@/server/pipelines/publish/plan-round";

/** Orders of a month, all but the last few long over. */
export const GROWN_ORDERS = 300_000;
const OPEN = 300;
export const GROWN_DAYS = 30;

/**
 * A month of a city, set by set and in proportion: orders with their lines, promises, parcels, riders' tasks, facts, events
 * and messages, each row about as its verb leaves it. The last few hundred orders are under way, in all states.
 */
export async function growCity(context: Context): Promise<void> {
  const { db } = context;
  await db`select ensure_log_partitions((now() at time zone 'UTC')::date - ${GROWN_DAYS + 1}::int, ${GROWN_DAYS + 10}::int)`;
  await db`select setval('id_blocks', 1000000)`;
  await db.unsafe(NUMBERS);
  for (const statement of [...ORDERS, ...PARCELS, ...LOGS, ...GOODS, ...ASIDE])
    await db.unsafe(statement);
  await db`drop table g`;
  await tellAll(context);
  // The very next sale is of a city that has been there for long: nothing is left to learn or to tidy.
  await db.unsafe("vacuum (analyze)");
}

/** Channels show what they should, but for some that have not been reached for a while, and a few that never will be. */
async function tellAll(context: Context): Promise<void> {
  await askEverything(context);
  while ((await planPage(context)).cells > 0);
  await planPrices(context);
  await context.db`
    update published set acked_version = version, acked_value = wanted, due_at = null, changed_at = now() - interval '1 hour',
      dirty_at = case when sku_id % 200 = 0 then now() - interval '1 hour' end, blocked = sku_id % 400 = 0`;
  await context.db`update published set due_at = now() where dirty_at is not null and not blocked`;
}

/** One row an order: when it was, whose it is, how far it is. */
const NUMBERS = `
  create unlogged table g as
  select i, now() - (${GROWN_ORDERS} - i) * (interval '${GROWN_DAYS} days' / ${GROWN_ORDERS}) as at, i > ${GROWN_ORDERS - OPEN} as open,
    1 + i % (select count(*)::int from stores) as store, 1 + (i * 7) % (select count(*)::int from skus) as sku,
    a.id as account, a.channel, i % 2 = 0 as self,
    (case when i <= ${GROWN_ORDERS - OPEN} then case when i % 25 = 0 then 'cancelled' else 'fulfilled' end
      else (array['waiting_merge', 'open', 'released', 'picking', 'packed', 'ready', 'handed_over'])[1 + i % 7] end)::fulfil as fulfil,
    (1000 + i * ${GROWN_DAYS} / ${GROWN_ORDERS})::text::xid8 as xid
  from generate_series(1, ${GROWN_ORDERS}) i
  join (select id, channel, row_number() over (order by id) as n, count(*) over () as all
    from channel_accounts where channel not in ('store', 'rider', 'wms')) a on a.n = 1 + i % a.all`;

const ORDERS = [
  `insert into orders (id, account_id, channel, external_no, day_seq, store_id, lane, trade, stock, fulfil, delivery, delivery_owner,
    lead_fulfilment_id, items_fen, merchant_discount_fen, platform_discount_fen, package_fen, delivery_fen, paid_fen, refunded_fen,
    open_exceptions, placed_at, paid_at, promise_at, delivered_at, business_day, contact_sealed, name_masked, phone_tail, phone_key, door_key,
    address_masked, trade_fact_at, content_hash, inbox_id, inbox_at, version, created_at)
  select i, account, channel, 'G' || i, i % 10000, store, store % 16,
    (case when open then case when i % 10 = 0 then 'paid' else 'accepted' end when fulfil = 'cancelled' then 'cancelled' else 'completed' end)::trade,
    (case when open then 'reserved' when fulfil = 'cancelled' then 'released' else 'consumed' end)::stock_state, fulfil,
    (case when fulfil = 'fulfilled' then 'delivered' end)::delivery, (case when self then 'self' else 'platform' end)::delivery_owner,
    i, 2000, 0, 0, 0, 0, 2000, case when not open and i % 33 = 0 then 2000 else 0 end, (open and i % 7 = 0)::int, at, at,
    at + interval '30 minutes', case when fulfil = 'fulfilled' then at + interval '25 minutes' end, (at at time zone 'Asia/Shanghai')::date,
    sha256(i::text::bytea), '张*', lpad((i % 10000)::text, 4, '0'), sha256((i % 60000)::text::bytea), sha256((i % 90000)::text::bytea),
    '星光花园*', at, sha256(i::text::bytea), i, date_trunc('milliseconds', at), 3, at
  from g`,
  `insert into order_lines (order_id, line_no, sku_id, ordered, unassigned, open, fulfilled, cancelled, unit_price_fen, paid_fen)
  select i, n, case when i % 5000 = 4 and n = 2 and not open then null else 1 + (sku + n * 13) % (select count(*) from skus) end, 1, 0,
    open::int, (fulfil = 'fulfilled')::int, (fulfil = 'cancelled')::int, 1000, 1000 from g, generate_series(1, 2) n`,
  `insert into channel_facts (account_id, external_no, kind, version, at, data, inbox_id, order_id)
  select account, 'G' || i, 'accepted', '1', at, '{"kind": "accepted"}', i, i from g`,
  `insert into channel_facts (account_id, external_no, kind, version, at, data, inbox_id)
  select account, 'NOBODY' || i, 'cancelled', '1', at, '{"kind": "cancelled"}', i from g where i % 50 = 0`,
  `insert into refunds (order_id, external_refund_id, amount_fen, status, lines, at)
  select i, 'R' || i, 2000, 'done', '[]', at from g where not open and i % 33 = 0`,
  `insert into writebacks (account_id, order_id, kind, state, due_at, created_at)
  select account, i, 'accept', case when open and i % 10 = 0 then 'waiting' when i % 5000 = 0 then 'failed' else 'ok' end, at, at from g where i % 2 = 0`,
];

const PARCELS = [
  `insert into fulfilment_orders (id, store_id, lane, delivery_owner, parcel_class, status, handshake, promise_at, hold_until, door_key, lng_e6,
    lat_e6, weight_grams, volume_ml, members, mergeable, merge_group_id, released_at, created_at)
  select i, store, store % 16, (case when self then 'self' else 'platform' end)::delivery_owner, 'regular', fulfil, 'accepted',
    at + interval '30 minutes', at, sha256((i % 90000)::text::bytea), 120150000, 30250000, 500, 500,
    case when fulfil = 'cancelled' then 0 when not open and i % 20 = 0 then 2 else 1 end, self, case when i % 20 = 0 then i end, at, at from g`,
  `insert into fulfilment_lines (fulfilment_id, order_id, line_no, sku_id, qty, fulfilled, cancelled)
  select i, i, n, 1 + (sku + n * 13) % (select count(*) from skus), 1, (fulfil = 'fulfilled')::int, (fulfil = 'cancelled')::int from g, generate_series(1, 2) n`,
  `insert into merge_groups (id, fulfilment_id, rule_version, members, created_at)
  select i, i, 'm1', jsonb_build_array(jsonb_build_object('orderId', i)), at from g where i % 20 = 0`,
  `insert into decisions (id, kind, order_id, fulfilment_id, rule_version, outcome, sentence, inputs, at)
  select i, 'merge', i, i, 'm1', 'alone', 'nobody near', '{}', at from g`,
  `insert into delivery_tasks (id, fulfilment_id, store_id, rider_id, status, promise_at, assigned_at, created_at)
  select i, i, store, (select min(id) from riders) + i % 20, (case when open then 'assigned' else 'delivered' end)::delivery, at, at, at
  from g where self and (fulfil in ('fulfilled', 'handed_over') or i % 3 = 0 and fulfil in ('picking', 'packed', 'ready'))`,
  `insert into packages (id, fulfilment_id, weight_grams, packed_at) select i, i, 500, at from g where fulfil = 'fulfilled'`,
];

const LOGS = [
  `insert into inbox (id, xid, lane, account_id, topic, received_at, sha256, body) overriding system value
  select i, xid, store % 16, account, 'order', at, sha256(i::text::bytea), convert_to(repeat('x', 80), 'UTF8') from g`,
  `select setval('inbox_id_seq', ${GROWN_ORDERS})`,
  `insert into log_consumers (group_name, lane) select 'intake', n from generate_series(0, 15) n on conflict do nothing`,
  `update log_consumers c set position_xid = m.xid, position_id = m.id, taken = m.n from (
    select distinct on (lane) lane, xid, id, count(*) over (partition by lane) as n from inbox order by lane, xid desc, id desc) m where m.lane = c.lane`,
  `insert into events (id, xid, at, kind, order_id, order_version, fulfilment_id, store_id, actor, payload)
  select i * 3 + n, xid, at, (array['order.placed', 'order.accepted', 'parcel.released'])[n + 1], i, n + 1, i, store, 'system', '{}'
  from g, generate_series(0, 2) n`,
  `insert into log_tails (name, xid, id) select 'publish', max(xid::text::bigint)::text::xid8, max(id) from events
  on conflict (name) do update set xid = excluded.xid, id = excluded.id`,
  `insert into dead_letters (group_name, inbox_id, inbox_at, lane, account_id, topic, code, cause, body, state, failed_at)
  select 'intake', i, date_trunc('milliseconds', at), 0, account, 'order', 'X', 'x', convert_to('{}', 'UTF8'),
    case when i % 3000 = 0 then 'open' else 'discarded' end, at from g where i % 10 = 0`,
  `insert into security_events (minute, source, code, count)
  select date_trunc('minute', at), 'meituan-' || i, 'SIGNATURE', 1 from g where i % 10 = 0`,
  `insert into audit_log (at, user_id, action, subject, detail) select at, 'u', 'contact.reveal', 'order:' || i, '{}' from g where i % 10 = 0`,
];

const GOODS = [
  `update stock set on_hand = 1000, opening_pieces = 1000, safety = 2, reserved = 0, picked = 0`,
  `insert into reservations (order_id, line_no, store_id, sku_id, qty, picked, state)
  select i, n, store, 1 + (sku + n * 13) % (select count(*) from skus), 1, (fulfil in ('packed', 'ready') and open)::int,
    (case when not open and fulfil = 'cancelled' then 'released' when fulfil in ('fulfilled', 'handed_over') then 'consumed'
      when fulfil in ('packed', 'ready') then 'picked' else 'confirmed' end)::reservation_state from g, generate_series(1, 2) n`,
  `update stock s set reserved = r.shelf, picked = r.bag from (select store_id, sku_id, sum(qty - picked) as shelf, sum(picked) as bag
    from reservations where state in ('confirmed', 'picked') group by 1, 2) r where r.store_id = s.store_id and r.sku_id = s.sku_id`,
  `insert into stock_ledger (store_id, sku_id, kind, delta, ref, at, xid)
  select store, sku, 'adjust', 0, 'g' || i, at, xid from g`,
  `insert into stock_holds (account_id, hold_key, store_id, sku_id, qty, asked, state, expires_at, created_at)
  select account, 'h' || i, store, sku, 0, 1, 'released', at, at from g where i % 10 = 0`,
  `insert into stock_reports (id, account_id, kind, report_id, store_id, store_key, as_of, lines, state, sent_by, received_at)
  select i, (select id from channel_accounts where channel = 'wms'), 'snapshot', 'r' || i, store, 's', at, '[]', 'applied', 'wms', at from g where i % 10 = 0`,
  `insert into restock_requests (id, store_id, sku_id, qty, inputs, state, created_by, created_at, ended_at)
  select i, store, sku, 1, '{}', 'received', 'system', at, at from g where i % 10 = 0`,
  `insert into count_tasks (id, store_id, sku_id, reason, opened_by, opened_at, closed_at, closed_by, counted)
  select i, store, sku, 'short', 'system', at, at, 'system', 1 from g where i % 10 = 0`,
  `insert into transfers (id, from_store_id, to_store_id, sku_id, qty, state, created_by, created_at, ended_at)
  select i, store, store % 3 + case when store = store % 3 + 1 then 2 else 1 end, sku, 1, 'received', 'system', at, at from g where i % 10 = 0`,
  `insert into stock_checks (id, asked_by, started_at, ended_at) select i, 'system', at, at from g where i % 10 = 0`,
  `insert into sale_rates (store_id, sku_id, account_id, milli_per_minute)
  select distinct on (store, sku, account) store, sku, account, 100 from g where i > ${GROWN_ORDERS} - 10000`,
  `insert into sync_minutes (minute, account_id, bucket_ms, count)
  select date_trunc('minute', now()) - n * interval '1 minute', a.id, 250, 5 from generate_series(0, 43200) n, channel_accounts a where a.channel = 'meituan'`,
];

/** What waits for people, or did. */
const ASIDE = [
  `insert into exception_cases (id, code, order_id, fulfilment_id, account_id, store_id, subject, cause, data, risk_fen, opened_at, due_at, closed_at, closed_by)
  select i, (array['OUT_OF_STOCK', 'ACCEPT_LATE', 'SKU_UNMATCHED', 'OVERSOLD'])[1 + i % 4], i, i, account, store, 'order:' || i, 'x', '{}', 100, at,
    at + interval '10 minutes', case when not open then at + interval '20 minutes' end, case when not open then 'system' end
  from g where i % 7 = 0`,
  `insert into owed (order_id, ref, line_no, pieces, amount_fen, why, at, closed_at, closed_by)
  select i, 'short:1:0', 1, 1, 1000, (array['short', 'picked-short', 'paid-late'])[1 + i % 3], at,
    case when i % 500 <> 0 then at + interval '20 minutes' end, case when i % 500 <> 0 then 'channel' end from g where i % 20 = 0`,
  `insert into counters_minute (minute, channel, store_id, orders, paid_fen)
  select date_trunc('minute', at), channel, store, count(*), count(*) * 2000 from g group by 1, 2, 3 on conflict do nothing`,
];
