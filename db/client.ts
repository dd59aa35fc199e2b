import { connect, type Socket } from "node:net";
import postgres from "postgres";

/** A pool, or the transaction taken from it. Every query function takes one of these as its first argument. */
export type Db = postgres.Sql<Types>;
export type Tx = postgres.TransactionSql<Types>;
export type Queryable = Db | Tx;
type Types = { bigint: number; instant: number; day: string };

const RETRY_SECONDS_MAX = 0.5;

type DbOptions = {
  max: number;
  name: string;
  /** A statement may take so long; 0 for ever. A page's reader is gone long before; a sweep comes again. */
  statementSeconds?: number;
  /** What the server says beside its answers; nobody listens otherwise. */
  onNotice?: (message: string) => void;
};

/** A transaction that waits this long for us was forgotten: whoever reads the logs waits for it. */
const IDLE_SECONDS_MAX = 20;
/** A client that is gone, and a server that is gone, are noticed although nobody sends anything. */
const KEEPALIVE_SECONDS = 15;

/**
 * A pool of connections. Money and ids come back as numbers, timestamps as epoch milliseconds, dates as "YYYY-MM-DD".
 *
 * @param options.max connections at most; none is held while waiting for anything but the database
 * @param options.name of the process; sessions named so, and no others, may append to the logs
 */
export function openDb(url: string, options: DbOptions): Db {
  return postgres(url, {
    max: options.max,
    idle_timeout: 60,
    connect_timeout: 5,
    // The client's own waits grow to twenty seconds: a database that was away for two would be missed for ten more.
    backoff: (tries: number) => Math.min(RETRY_SECONDS_MAX, 0.02 * 2 ** tries),
    onnotice: (notice) => options.onNotice?.(notice.message ?? ""),
    // Not in the client's types, but in its documentation: how a connection is made.
    ...{ socket: promptSocket },
    keep_alive: KEEPALIVE_SECONDS,
    connection: {
      application_name: `huiliu-${options.name}`,
      TimeZone: "UTC",
      statement_timeout: (options.statementSeconds ?? 0) * 1_000,
      idle_in_transaction_session_timeout: IDLE_SECONDS_MAX * 1_000,
      tcp_keepalives_idle: KEEPALIVE_SECONDS,
      tcp_keepalives_interval: 5,
      tcp_keepalives_count: 3,
      client_connection_check_interval: 5_000,
    },
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

type Target = { host: string[]; port: number[] };

/**
 * A socket that sends at once; to our own embedded server through its file (HUILIU_PG_SOCKET), which costs half. The
 * client's own leaves Nagle's algorithm on, and every statement whose parameters fill more than one write then waits
 * 40 ms for the other side's delayed acknowledgement.
 *
 * It is handed over while it connects: the client hears of a failure by the socket's own events, and of a socket that
 * was never made by nothing: it would wait for that connection for ever.
 */
export function promptSocket({ host, port }: Target): Socket {
  const near = process.env.HUILIU_PG_SOCKET;
  const isOurs = near?.endsWith(`.s.PGSQL.${port[0]}`) && host[0] === "127.0.0.1";
  if (near && isOurs) return connect({ path: near });
  return connect({ host: host[0] ?? "127.0.0.1", port: port[0] ?? 5432, noDelay: true });
}

/** One transaction: all of it or nothing. */
export function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.begin(work) as Promise<T>;
}

/** Several looks at one moment: nothing is locked, nothing can be written. */
export function atOneMoment<T>(db: Db, look: (tx: Tx) => Promise<T>): Promise<T> {
  return db.begin("isolation level repeatable read read only", look) as Promise<T>;
}

/**
 * One transaction in two round trips, for callers that wait in a line behind it: begin and read are sent together, then all
 * writes and the commit. A write that fails undoes everything: the commit behind it is a rollback by then.
 *
 * @param write `sent`: statements it has sent and not waited for. None of them may send another when it is answered
 */
export async function inTwoTrips<R, T>(
  db: Db,
  read: (tx: Tx) => Promise<R>,
  write: (tx: Tx, found: R) => Promise<{ sent: readonly Promise<unknown>[]; result: T }>,
): Promise<T> {
  const own = await db.reserve();
  // A reserved connection inside begin and commit is a transaction by another name.
  const tx = own as unknown as Tx;
  try {
    // Sent now, not when somebody waits for it: what is read belongs to the transaction.
    const begun = own`begin`.execute();
    const [, found] = await Promise.all([begun, read(tx)]);
    const { sent, result } = await write(tx, found);
    await Promise.all([...sent, own`commit`]);
    return result;
  } catch (error) {
    await own`rollback`.catch(() => undefined);
    throw error;
  } finally {
    own.release();
  }
}
