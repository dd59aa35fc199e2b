import { freeIfSoldText } from "../queries/stock/free";

/**
 * The invariants of docs/domain/lifecycle.md as queries that must return nothing. Each row they do return names what is wrong.
 * `npm run verify` runs them against any database; tests run them after everything they do.
 */
type Invariant = { code: string; says: string; sql: string };

export const INVARIANTS: readonly Invariant[] = [
  {
    code: "I1a",
    says: "opening stock + Σ ledger = on hand, and Σ ledger = in quarantine and on the way, per shop and article",
    sql: `select s.store_id, s.sku_id, s.opening_pieces, coalesce(l.moved, 0) as moved, s.on_hand,
        s.quarantine, s.in_transit
      from stock s left join (
        select store_id, sku_id, sum(delta) as moved, sum(quarantine_delta) as set_aside, sum(transit_delta) as coming
        from stock_ledger group by 1, 2) l using (store_id, sku_id)
      where s.opening_pieces + coalesce(l.moved, 0) <> s.on_hand or s.quarantine <> coalesce(l.set_aside, 0)
        or s.in_transit <> coalesce(l.coming, 0)`,
  },
  {
    code: "I1b",
    says: "Σ live promises = reserved + picked, and what is promised is there or known to be missing",
    sql: `select s.store_id, s.sku_id, s.reserved, coalesce(r.shelf, 0) as shelf, s.picked, coalesce(r.bag, 0) as bag,
        s.on_hand, s.debt
      from stock s left join (
        select store_id, sku_id, sum(shelf) as shelf, sum(bag) as bag from (
          select store_id, sku_id, qty - picked as shelf, picked as bag from reservations
          where state in ('held', 'confirmed', 'picked')
          union all select store_id, sku_id, qty, 0 from stock_holds where state = 'held') p
        group by 1, 2) r using (store_id, sku_id)
      where s.reserved <> coalesce(r.shelf, 0) or s.picked <> coalesce(r.bag, 0) or s.reserved < 0 or s.picked < 0
        or s.reserved + s.picked + s.quarantine > s.on_hand + s.debt`,
  },
  {
    code: "I1c",
    says: "channels' own pieces sum to the cell's, and are no more than it can promise",
    sql: `select s.store_id, s.sku_id, s.dedicated, coalesce(q.own, 0) as own
      from stock s
      left join (select store_id, sku_id, sum(qty) as own from stock_quotas group by 1, 2) q using (store_id, sku_id)
      where s.dedicated <> coalesce(q.own, 0)
        or s.dedicated > ${freeIfSoldText()}`,
  },
  {
    code: "I1d",
    says: "what left one store is on the way to another, has arrived, or has come back",
    sql: `select t.to_store_id, t.sku_id, sum(t.qty) as sent, max(s.in_transit) as in_transit from transfers t
      join stock s on s.store_id = t.to_store_id and s.sku_id = t.sku_id where t.state = 'in_transit'
      group by 1, 2 having sum(t.qty) <> max(s.in_transit)`,
  },
  {
    code: "I2",
    says: "one order per (account, external number), and every order has its message",
    sql: `select account_id, external_no, count(*) from orders group by 1, 2 having count(*) > 1
      union all
      select o.account_id, o.external_no, 0 from orders o
      where not exists (select from log_drops g where g.log = 'inbox' and g.day = (o.inbox_at at time zone 'UTC')::date)
        and not exists (select 1 from inbox i where i.id = o.inbox_id and i.received_at = o.inbox_at)`,
  },
  {
    code: "I3a",
    says: "a line's open and fulfilled pieces lie in parcels, each exactly once",
    sql: `select l.order_id, l.line_no, l.open, l.fulfilled, coalesce(p.open, 0) as in_parcels,
        coalesce(p.fulfilled, 0) as given
      from order_lines l left join (
        select order_id, line_no, sum(qty - cancelled - fulfilled) as open, sum(fulfilled) as fulfilled
        from fulfilment_lines group by 1, 2
      ) p using (order_id, line_no)
      where l.open <> coalesce(p.open, 0) or l.fulfilled <> coalesce(p.fulfilled, 0)`,
  },
  {
    code: "I3b",
    says: "pieces of a line that are open are promised; nothing is promised twice; a cancelled order has none",
    sql: `select l.order_id, l.line_no, l.open, r.pieces, r.live, o.trade
      from order_lines l join orders o on o.id = l.order_id left join (
        select order_id, line_no, min(pieces) as pieces, sum(live) as live, bool_or(weighed) as weighed from (
          select r.order_id, r.line_no, r.sku_id,
            sum(r.qty) filter (where r.state in ('confirmed', 'picked')) / max(r.per) as pieces,
            count(*) filter (where r.state in ('held', 'confirmed', 'picked')) as live,
            bool_or(k.unit = 'gram') as weighed
          from reservations r join skus k on k.id = r.sku_id group by 1, 2, 3) d group by 1, 2
      ) r using (order_id, line_no)
      where (l.open > 0 and r.live is null)
        or (not coalesce(r.weighed, false) and r.live > 0 and o.trade <> 'pending_payment'
          and coalesce(r.pieces, 0) > l.open)
        or (o.trade = 'cancelled' and l.open > 0
          and o.fulfil not in ('handed_over', 'fulfilled', 'returning', 'returned'))
        or (o.trade = 'cancelled' and r.live > 0 and l.open = 0)`,
  },
  {
    code: "I3c",
    says: "a parcel's member count is its orders with live goods; one owner, one shop, one door",
    sql: `select f.id, f.members, count(distinct l.order_id) filter (where l.cancelled < l.qty) as live
      from fulfilment_orders f left join fulfilment_lines l on l.fulfilment_id = f.id
      group by f.id having f.members <> count(distinct l.order_id) filter (where l.cancelled < l.qty)
      union all
      select f.id, f.members, -1 from fulfilment_orders f
      join fulfilment_lines l on l.fulfilment_id = f.id and l.cancelled < l.qty join orders o on o.id = l.order_id
      -- Who moved house while somebody picked is taken out by people: a case says so.
      where o.store_id <> f.store_id or o.delivery_owner <> f.delivery_owner or (o.door_key is distinct from f.door_key
        and (o.contact_at is null or f.status in ('waiting_merge', 'open', 'released')))`,
  },
  {
    code: "I4a",
    says: "lines sum to the order, and its ladder sums to what was paid",
    sql: `select o.id, o.items_fen, o.paid_fen from orders o join (
        select order_id, sum(unit_price_fen * ordered) as items, sum(paid_fen) as paid from order_lines group by 1
      ) l on l.order_id = o.id
      where not o.money_held and (l.items <> o.items_fen
        or l.paid <> o.items_fen - o.merchant_discount_fen - o.platform_discount_fen
        or o.items_fen - o.merchant_discount_fen - o.platform_discount_fen + o.package_fen + o.delivery_fen
          <> o.paid_fen)`,
  },
  {
    code: "I4b",
    says: "refunds sum to the refunded amount and never exceed what was paid",
    sql: `select o.id, o.refunded_fen, coalesce(r.sum, 0) as refunds, o.paid_fen from orders o
      left join (select order_id, sum(amount_fen) as sum from refunds group by 1) r on r.order_id = o.id
      where o.refunded_fen <> coalesce(r.sum, 0) or (not o.money_held and o.refunded_fen > o.paid_fen)`,
  },
  {
    code: "I5",
    says: "an order's history is gapless from 1 to its version, and no step of a parcel goes back",
    sql: `select o.id, o.version, count(e.id) as events, min(e.order_version), max(e.order_version)
      from orders o left join events e on e.order_id = o.id
      where not exists (
        select from log_drops g where g.log = 'events' and g.day >= (o.created_at at time zone 'UTC')::date)
      group by o.id having count(e.id) <> o.version or min(e.order_version) <> 1 or max(e.order_version) <> o.version
        or count(distinct e.order_version) <> o.version
      union all
      select e.order_id, e.order_version, 0, 0, 0 from events e
      where e.kind like 'parcel.%' and e.payload ? 'from' and (e.payload ->> 'to') <> 'cancelled'
        and (e.payload ->> 'to')::fulfil <= (e.payload ->> 'from')::fulfil`,
  },
  {
    code: "I6a",
    says: "the minute counters are a recount of the orders",
    sql: `select m.minute, m.channel, m.orders, o.n from (
        select minute, channel, sum(orders) as orders, sum(paid_fen) as fen from counters_minute
        where minute >= (select coalesce(min(date_trunc('minute', paid_at)), now()) from orders) and store_id >= 0
        group by 1, 2
      ) m full join (
        select date_trunc('minute', paid_at) as minute, channel, count(*) as n, sum(paid_fen) as fen
        from orders where paid_at is not null group by 1, 2
      ) o using (minute, channel)
      where coalesce(m.orders, 0) <> coalesce(o.n, 0) or coalesce(m.fen, 0) <> coalesce(o.fen, 0)`,
  },
  {
    code: "I6b",
    says: "consumers stand inside the log, and the open-case count of an order is its open cases",
    sql: `select c.group_name, c.lane::bigint, c.position_id from log_consumers c
      where c.position_id > greatest((select coalesce(max(id), 0) from inbox),
        (select coalesce(max(id_max), 0) from log_drops where log = 'inbox'))
      union all
      select 'cases', o.id, o.open_exceptions from orders o
      where o.open_exceptions <> (
        select count(*) from exception_cases e where e.order_id = o.id and e.closed_at is null)`,
  },
  {
    code: "I6c",
    says: "a rider's load is the tasks he has",
    sql: `select r.id, r.load, count(t.id) from riders r left join delivery_tasks t on t.rider_id = r.id
        and t.status in ('assigned', 'arrived_store', 'picked_up', 'delivering')
      group by r.id having r.load <> count(t.id)`,
  },
  {
    code: "I7a",
    says: "bodies in the log are what was acknowledged, and every dead letter's message is there",
    sql: `select i.id, 'body' as what from inbox i where i.encoding = 0 and sha256(i.body) <> i.sha256
      union all
      select d.inbox_id, d.code from dead_letters d
      where not exists (select 1 from inbox i where i.id = d.inbox_id and i.received_at = d.inbox_at)
        and not exists (
          select 1 from log_drops g where g.log = 'inbox' and g.day = (d.inbox_at at time zone 'UTC')::date)`,
  },
  {
    code: "I7b",
    says: "every message below a position was taken: left an effect, was put aside or was known, each counted once",
    sql: `select c.group_name, c.lane, c.taken, coalesce(i.n, 0) + coalesce(g.n, 0) as lies_there
      from log_consumers c
      cross join lateral (
        select count(*) as n from inbox i where i.lane = c.lane and (i.xid, i.id) <= (c.position_xid, c.position_id)) i
      cross join lateral (select sum((g.rows ->> c.lane::text)::bigint) as n from log_drops g where g.log = 'inbox') g
      where c.taken <> coalesce(i.n, 0) + coalesce(g.n, 0)`,
  },
  {
    code: "I7c",
    says: "what was put aside stands in the dead letters",
    sql: `select c.group_name, sum(c.buried) as buried, d.n as letters from log_consumers c
      cross join lateral (select count(*) as n from dead_letters d where d.group_name = c.group_name) d
      cross join lateral (
        select coalesce(sum(f.rows), 0) as n from forgotten_rows f where f.what = 'dead_letters:' || c.group_name) f
      group by c.group_name, d.n, f.n having sum(c.buried) <> d.n + f.n`,
  },
  {
    code: "I8a",
    says: "what refunds gave back of lines is what the lines say, and never more than the refunds",
    sql: `select l.order_id, l.line_no, l.refunded_fen, coalesce(r.fen, 0) as by_refunds, 0 as refunded
      from order_lines l join (
        -- Older rows name lines otherwise, or none although they gave back of all.
        select f.order_id, bool_and(coalesce(f.lines -> 0 ? 'lineNo', false)) as is_named from refunds f group by 1
      ) k on k.order_id = l.order_id and k.is_named
      left join (
        select f.order_id, (p ->> 'lineNo')::int as line_no, sum((p ->> 'amountFen')::bigint) as fen
        from refunds f cross join jsonb_array_elements(f.lines) p group by 1, 2
      ) r on r.order_id = l.order_id and r.line_no = l.line_no
      where l.refunded_fen <> coalesce(r.fen, 0)
      union all
      select o.id, 0, sum(l.refunded_fen), 0, o.refunded_fen from orders o join order_lines l on l.order_id = o.id
      where o.refunded_fen > 0 group by o.id having sum(l.refunded_fen) > o.refunded_fen`,
  },
  {
    code: "I8b",
    says: "what a buyer applied for holds its order, shows on it, and is an open case",
    sql: `select o.id, o.after_sale, o.holds, a.open from orders o cross join lateral (
        select count(*) filter (where a ->> 'state' = 'open') as open from jsonb_array_elements(o.applications) a) a
      where o.trade <> 'cancelled' and o.applications <> '[]' and (
        (a.open > 0 and (o.holds = 0 or o.after_sale not in ('requested', 'refunded')))
        or (a.open = 0 and o.after_sale = 'requested')
        or (a.open > 0 and not exists (
          select from exception_cases c where c.order_id = o.id and c.code = 'REFUND_IN_PROGRESS'
            and c.closed_at is null)))`,
  },
  {
    code: "I8c",
    says: "what an order owes its buyer is the sum of its open debts, and no debt is paid twice",
    sql: `select o.id, o.owed_fen, coalesce(w.fen, 0) as open from orders o
      left join (
        select order_id, sum(amount_fen - back_fen) as fen from owed where closed_at is null group by 1
      ) w on w.order_id = o.id
      where o.owed_fen <> coalesce(w.fen, 0)
      union all select order_id, amount_fen, back_fen from owed where back_fen = amount_fen and closed_at is null`,
  },
];
