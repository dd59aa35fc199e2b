import type { Queryable } from "@/db/client";

export type VerdictRow = {
  id: number;
  accountId: number;
  externalNo: string;
  stock: string;
  contentHash: string;
  short: { line: number; missing: number }[];
};

/** What became of orders somebody waits for. */
export async function findVerdicts(
  db: Queryable,
  keys: readonly { accountId: number; externalNo: string }[],
): Promise<VerdictRow[]> {
  return await db<VerdictRow[]>`
    select o.id, o.account_id as "accountId", o.external_no as "externalNo",
      encode(o.content_hash, 'hex') as "contentHash",
      -- Goods of an order that is not paid are held for it and lie in no parcel.
      case when o.trade = 'pending_payment' and o.stock <> 'reserved' then 'short' else o.stock::text end as stock,
      coalesce((select json_agg(json_build_object('line', m.line_no, 'missing', m.missing) order by m.line_no) from (
        select l.line_no, l.unassigned - coalesce((select min(r.qty / r.per) from reservations r
          where r.order_id = l.order_id and r.line_no = l.line_no and r.state = 'held'), 0) as missing
        from order_lines l where l.order_id = o.id and l.unassigned > 0) m where m.missing > 0), '[]') as short
    from unnest(${keys.map((k) => k.accountId)}::int[], ${keys.map((k) => k.externalNo)}::text[]) as k (account_id,
      external_no)
    join orders o using (account_id, external_no)`;
}
