import { showId } from "@/server/domain/kernel/ids";
import { editStock } from "@/server/pipelines/inventory/edits/edit-stock";
import { setQuota } from "@/server/pipelines/inventory/edits/set-quota";
import {
  endTransfer,
  returnTransfer,
  sendTransfer,
} from "@/server/pipelines/inventory/edits/transfer-goods";
import { newRef } from "../stock-world";
import { ARTICLES, pick, STORES, type Step, soon, tell, type World } from "./world";

type Row = { id: number; status: string; order: number; line: number; qty: number; sku: number };

const linesInStores = ({ context }: World): Promise<Row[]> => context.db<Row[]>`
  select f.id, f.status, l.order_id as "order", l.line_no as line, l.qty - l.cancelled as qty, l.sku_id as sku
  from fulfilment_orders f join fulfilment_lines l on l.fulfilment_id = f.id and l.cancelled < l.qty
  where f.status in ('released', 'picking', 'picked', 'packed', 'ready') order by f.id, l.order_id, l.line_no`;

const WAY = ["accepted", "pick_started", "picked", "packed", "ready", "handed_over"] as const;
const NEXT: Record<string, (typeof WAY)[number]> = {
  released: "pick_started",
  picking: "picked",
  picked: "packed",
  packed: "ready",
  ready: "handed_over",
};

async function tellStore(world: World, events: readonly object[]): Promise<void> {
  const told = events.map((event, i) => ({ event_id: `s${world.n}-${i}`, ...event }));
  const body = JSON.stringify({ events: told });
  await tell(world, { account: "store-app", topic: "store-events", body });
}

/** One parcel goes a step, mostly the next; now and then the store refuses it, finds too little, or weighs. */
async function stepStore(world: World): Promise<void> {
  const { rng } = world;
  const row = pick(world, await linesInStores(world));
  if (!row) return;
  const next = rng.chance(6_000) ? NEXT[row.status] : undefined;
  const step = rng.chance(400) ? "rejected" : (next ?? rng.pick(WAY));
  const isShort = step === "picked" && rng.chance(3_000);
  const isWeighed = step === "picked" && row.sku === ARTICLES.weighed;
  const line = {
    line_ref: `${showId("order", row.order)}:${row.line}`,
    picked_qty: isShort ? rng.int(row.qty + 1) : row.qty,
    ...(isWeighed && { weighed_g: 100 + rng.int(900) }),
  };
  const event = {
    event: `fulfilment.${step}`,
    occurred_at: soon(world),
    fulfilment_id: showId("fulfilment", row.id),
    ...((isShort || isWeighed) && { lines: [line] }),
  };
  await tellStore(world, [event]);
}

/** Everything that lies ready goes out. */
export async function handOverAll(world: World): Promise<void> {
  const ids = new Set((await linesInStores(world)).map((row) => row.id));
  const occurred_at = soon(world);
  const events = [...ids].map((id) => ({
    event: "fulfilment.handed_over",
    occurred_at,
    fulfilment_id: showId("fulfilment", id),
  }));
  for (let i = 0; i < events.length; i += 100) {
    world.n += 1;
    await tellStore(world, events.slice(i, i + 100));
  }
}

function someShelf({ rng, frozen }: World): { storeId: number; skuId: number } {
  const skuId = rng.pick([...ARTICLES.normal, ARTICLES.weighed, frozen.id]);
  return { storeId: rng.pick(STORES), skuId };
}

/** A count, a receipt, goods set aside or given back, sale stopped or let go on. */
export async function editShelf(world: World): Promise<void> {
  const { rng, context } = world;
  const at = { ...someShelf(world), reason: "盘点" };
  const times = at.skuId === ARTICLES.weighed ? 250 : 1;
  const edit = rng.pick([
    { ...at, kind: "count" as const, counted: rng.int(16) * times },
    { ...at, kind: "count" as const, counted: rng.int(16) * times },
    { ...at, kind: "receipt" as const, qty: (5 + rng.int(20)) * times },
    { ...at, kind: "adjust" as const, delta: -(1 + rng.int(4)) * times },
    { ...at, kind: "quarantine" as const, qty: (1 + rng.int(4)) * times },
    { ...at, kind: "quarantine" as const, qty: -(1 + rng.int(4)) * times },
    { ...at, kind: "stop" as const, isStopped: rng.chance(3_000) },
  ]);
  await editStock(context, { edits: [edit], mode: "part", actor: "usr_h", ref: newRef() });
}

/** A channel gets pieces of its own. */
async function giveOwn(world: World): Promise<void> {
  const accountId = 1 + world.rng.int(2);
  const quota = { ...someShelf(world), accountId, qty: world.rng.int(4), actor: "usr_h" };
  await setQuota(world.context, quota);
}

/** Goods go to the other store, arrive there whole or not, or come back. */
async function transfer(world: World): Promise<void> {
  const { rng, context, transfers } = world;
  const id = rng.chance(5_000) ? transfers.shift() : undefined;
  if (id !== undefined && rng.chance(7_000))
    return void (await endTransfer(context, { id, received: rng.int(2), actor: "usr_h" }));
  if (id !== undefined) return void (await returnTransfer(context, { id, actor: "usr_h" }));
  const [fromStoreId, toStoreId] = rng.chance(5_000) ? [1, 2] : [2, 1];
  const { skuId } = someShelf(world);
  const qty = 1 + rng.int(3);
  const wish = { fromStoreId, toStoreId, skuId, qty, note: "调拨", actor: "usr_h" };
  const sent = await sendTransfer(context, wish);
  if (sent.ok) transfers.push(sent.value.id);
}

export const STORE_STEPS: readonly Step[] = [
  [26, "a store's step", stepStore],
  [8, "a shelf", editShelf],
  [2, "a channel's own pieces", giveOwn],
  [2, "a transfer", transfer],
];
