import { expect } from "vitest";
import { showId } from "@/server/domain/kernel/ids";
import { assignRiders } from "@/server/pipelines/dispatch/assign-riders";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
import { type Huiliu, ownOrder } from "./huiliu";

/** What happens to orders of the own app, as the app, the store and the riders tell it, and what became of them. */
type Row = Record<string, unknown>;
export type Item = { sku: string; qty: number; fen?: number };

/** Rows of a question that only one test asks. */
export const ask = (huiliu: Huiliu, text: string) => huiliu.context.db.unsafe<Row[]>(text);

/** The app's order 1, taken in. */
export async function placeOrder(
  huiliu: Huiliu,
  items: readonly Item[],
  change: object = {},
): Promise<void> {
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "1", ...change }, [...items]));
  await huiliu.drain();
}

type Telling = { no: string; change?: object; seconds?: number; items?: Item[] };

/** The app tells an order, so many seconds from now; nobody has taken it in yet. */
export async function sayOrder(
  huiliu: Huiliu,
  { no, change = {}, seconds = 0, items }: Telling,
): Promise<void> {
  const told = { channel_order_id: no, day_seq: Number(no), ...change };
  const body = JSON.parse(ownOrder(told, items));
  body.occurred_at = new Date(Date.now() + seconds * 1_000).toISOString();
  await huiliu.tell("app-1", "order", JSON.stringify(body));
}

/** Told later in a test is later, and no two tellings are one. */
let n = 0;

/** The app says what happened to its order 1; nobody has taken it in yet. */
export async function sayNews(huiliu: Huiliu, event: string, more: object = {}): Promise<void> {
  n += 1;
  const body = {
    event,
    event_id: `${event}-${n}`,
    occurred_at: new Date(Date.now() + n * 20).toISOString(),
    order: { channel_order_id: "1" },
    ...more,
  };
  await huiliu.tell("app-1", "order", JSON.stringify(body));
}

/** The same, taken in. */
export async function tellNews(huiliu: Huiliu, event: string, more: object = {}): Promise<void> {
  await sayNews(huiliu, event, more);
  await huiliu.drain();
}

/** Whatever waits for its moment goes to its store. */
export async function releaseNow(huiliu: Huiliu): Promise<void> {
  await ask(huiliu, "update fulfilment_orders set hold_until = now() where hold_until is not null");
  await releaseParcels(huiliu.context);
}

/** Numbers of the parcels of which a condition is true. */
export async function parcelsThat(huiliu: Huiliu, condition: string): Promise<number[]> {
  const rows = await ask(huiliu, `select id from fulfilment_orders where ${condition} order by id`);
  return rows.map(({ id }) => Number(id));
}

/** The store's terminal tells a step of parcels, with what was picked where it says so. */
export async function tellStep(
  huiliu: Huiliu,
  name: string,
  { parcels, lines }: { parcels: readonly number[]; lines?: object[] | undefined },
): Promise<void> {
  n += 1;
  const events = parcels.map((id) => ({
    event_id: `s${id}-${n}`,
    event: `fulfilment.${name}`,
    occurred_at: new Date().toISOString(),
    fulfilment_id: showId("fulfilment", id),
    ...(lines && { lines }),
  }));
  await huiliu.tell("store-app", "store-events", JSON.stringify({ events }));
  await huiliu.drain();
}

/** Riders come, take what lies ready and bring it, each of the tasks of which a condition is true. */
export async function deliverReady(huiliu: Huiliu, condition = "true"): Promise<void> {
  await ask(
    huiliu,
    "update riders set online = true, ping_at = now(), capacity = 9, cold_box = true",
  );
  await assignRiders(huiliu.context);
  const tasks = await ask(huiliu, `select id from delivery_tasks where ${condition}`);
  expect(tasks.length).toBeGreaterThan(0);
  for (const to of ["picked_up", "delivered"]) {
    n += 1;
    const events = tasks.map(({ id }) => ({
      event_id: `t${String(id)}-${n}`,
      event: `delivery.${to}`,
      occurred_at: new Date().toISOString(),
      task_id: showId("deliveryTask", Number(id)),
    }));
    await huiliu.tell("rider-app", "rider-events", JSON.stringify({ events }));
    await huiliu.drain();
  }
}

/** An order by its channel's number: where it stands on each axis, and its money. */
export async function orderOf(huiliu: Huiliu, no = "1"): Promise<Row | undefined> {
  const [row] = await ask(
    huiliu,
    `select id, trade, phase, stock, holds, delivery, paid_fen::int as paid,
      refunded_fen::int as refunded, owed_fen::int as owed
    from orders where external_no = '${no}'`,
  );
  return row;
}

/** Where the pieces of every line are. */
export const linesOf = (huiliu: Huiliu) =>
  ask(
    huiliu,
    `select line_no as line, ordered, unassigned, open, fulfilled, cancelled
    from order_lines order by order_id, line_no`,
  );

/** What waits for people. */
export const openCasesOf = (huiliu: Huiliu) =>
  ask(huiliu, "select code from exception_cases where closed_at is null order by id");

/** Our number of a channel's account. */
export async function accountOf(huiliu: Huiliu, code: string): Promise<number> {
  const [row] = await ask(huiliu, `select id from channel_accounts where code = '${code}'`);
  return Number(row?.id);
}

/** No invariant is broken. */
export const expectTrueBooks = async (huiliu: Huiliu) => expect(await huiliu.verify()).toEqual([]);
