import type { Queryable } from "../client";

export type VerdictRow = {
  id: number;
  accountId: number;
  externalNo: string;
  stock: string;
  short: { line: number; missing: number }[];
};

/** What became of orders somebody waits for. */
export async function findVerdicts(
  db: Queryable,
  keys: readonly { accountId: number; externalNo: string }[],
): Promise<VerdictRow[]> {
  return await db<VerdictRow[]>`
    select o.id, o.account_id as "accountId", o.external_no as "externalNo", o.stock,
      coalesce((select json_agg(json_build_object('line', l.line_no, 'missing', l.unassigned) order by l.line_no)
        from order_lines l where l.order_id = o.id and l.unassigned > 0), '[]') as short
    from unnest(${keys.map((k) => k.accountId)}::int[], ${keys.map((k) => k.externalNo)}::text[]) as k (account_id, external_no)
    join orders o using (account_id, external_no)`;
}
