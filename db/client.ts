import postgres from "postgres";

/** A pool, or the transaction taken from it. Every query function takes one of these as its first argument. */
export type Db = postgres.Sql<Types>;
export type Tx = postgres.TransactionSql<Types>;
export type Queryable = Db | Tx;
type Types = { bigint: number; instant: number; day: string };

export type DbOptions = { max: number; name: string };

/**
 * A pool of connections. Money and ids come back as numbers, timestamps as epoch milliseconds, dates as "YYYY-MM-DD".
 *
 * @param options.max connections at most; none is held while waiting for anything but the database
 */
export function openDb(url: string, options: DbOptions): Db {
  return postgres(url, {
    max: options.max,
    idle_timeout: 60,
    connect_timeout: 5,
    onnotice: () => undefined,
    connection: { application_name: `huiliu-${options.name}`, TimeZone: "UTC" },
    types: {
      bigint: {
        to: 20,
        from: [20],
        serialize: (v: number) => String(v),
        parse: (v: string) => Number(v),
      },
      instant: {
        to: 1184,
        from: [1184],
        serialize: (v: number | Date) => new Date(v).toISOString(),
        parse: (v: string) => Date.parse(v),
      },
      day: { to: 1082, from: [1082], serialize: (v: string) => v, parse: (v: string) => v },
    },
  }) as unknown as Db;
}

/** One transaction: all of it or nothing. */
export function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.begin(work) as Promise<T>;
}
