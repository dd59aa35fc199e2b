import type { Db } from "@/db/client";
import { listParked } from "@/db/queries/orders/parked";

/** Means to let a job's work fail and to see what became of it. `db` is asked each time: a test may have a fresh one. */
export function failedWork(db: () => Db) {
  const sql = (text: string) => db().unsafe<Record<string, unknown>[]>(text);
  return {
    sql,
    /** Rows of this table cannot be written where the condition holds. */
    poison: async (table: string, when: string): Promise<void> => {
      await sql(`create or replace function spoil() returns trigger language plpgsql as $$ begin
        if ${when} then raise exception 'this row cannot be' using errcode = 'check_violation'; end if; return new; end $$`);
      await sql(
        `create trigger spoil before insert or update on ${table} for each row execute function spoil()`,
      );
    },
    mend: (table: string) => sql(`drop trigger spoil on ${table}`),
    /** The rest of everything was over so long ago. */
    restedSince: (ago: string) => sql(`update parked_work set until = now() - interval '${ago}'`),
    /** Tries so far of all that rests. */
    tries: async () => (await listParked(db(), 10)).map((p) => p.tries),
  };
}
