import { SHORTAGE_CODES } from "@/server/domain/exceptions";
import { expireHolds } from "@/server/pipelines/inventory/holds/end-holds";
import { settleDebts } from "@/server/pipelines/inventory/settle-debts";
import { AppRefusal } from "@/server/pipelines/refusal";
import { releaseParcels } from "@/server/pipelines/release/release-parcels";
import { settleShortages } from "@/server/pipelines/release/settle-shortages";
import { closeCase } from "@/server/pipelines/repair/close-case";
import { mapSku } from "@/server/pipelines/repair/map-sku";
import { mapStore } from "@/server/pipelines/repair/map-store";
import { settleOwed } from "@/server/pipelines/repair/settle-owed";
import { editShelf } from "./steps-store";
import { ARTICLES, pick, STORES, type Step, some, UNKNOWN_ODDITIES, type World } from "./world";

/** Time passes for some of what waits, or for all of it: cases fall due, holds end, parcels may go. */
export async function passTime(world: World, all = false): Promise<void> {
  const { db } = world.context;
  const ids = async (rows: PromiseLike<{ id: number }[]>): Promise<number[]> =>
    some(world, await rows, all).map((row) => row.id);
  const cases = await ids(db`select id from exception_cases where closed_at is null order by id`);
  await db`update exception_cases set due_at = now() - interval '1 minute' where id = any(${cases}::bigint[])`;
  const parcels = await ids(db`select id from fulfilment_orders
    where hold_until > now() and status in ('waiting_merge', 'open') order by id`);
  await db`update fulfilment_orders set hold_until = now() where id = any(${parcels}::bigint[])`;
  const unpaid = await ids(db`
    select order_id as id from reservations where state = 'held' group by 1 order by 1`);
  await db`update reservations set expires_at = now() where state = 'held' and order_id = any(${unpaid}::bigint[])`;
  if (all) await db`update stock_holds set expires_at = now() where state = 'held'`;
  await runClocks(world);
}

async function runClocks({ context }: World): Promise<void> {
  await expireHolds(context);
  await settleShortages(context);
  await settleDebts(context);
  await releaseParcels(context);
}

type CaseRow = { id: number; code: string; account: number; external: string };
const openCases = ({ context }: World): Promise<CaseRow[]> => context.db<CaseRow[]>`
  select id, code, account_id as account, data ->> 'externalCode' as external
  from exception_cases where closed_at is null order by id`;
const isUnknown = ({ code }: CaseRow): boolean =>
  code === "SKU_UNMATCHED" || code === "STORE_UNMATCHED";

/** A person looks at one case, or at each: what can be mapped is mapped, the rest is dealt with. */
export async function decide(world: World, all = false): Promise<void> {
  const rows = await openCases(world);
  for (const row of all ? rows : [pick(world, rows)]) {
    if (!row) continue;
    const isByHand = !all && UNKNOWN_ODDITIES && world.rng.chance(3_000);
    if (isUnknown(row) && !isByHand) await teach(world, row);
    else await close(world, row.id);
  }
}

/** Refused, where nobody has paid for what nobody knows, and where another closing has ended it. */
async function close({ context }: World, caseId: number): Promise<void> {
  await closeCase(context, { caseId, note: "已处理", by: "usr_h" }).catch((error: unknown) => {
    if (!(error instanceof AppRefusal)) throw error;
  });
}

/** Whoever meets the name later calls it otherwise: unknown ones stay to be met. */
async function teach(world: World, row: CaseRow): Promise<void> {
  const { rng, context, frozen } = world;
  world.unknown += 1;
  const name = { accountId: row.account, externalCode: row.external, by: "usr_h" };
  const skuIds = [1, ARTICLES.weighed, ARTICLES.bundle, frozen.id];
  if (row.code === "SKU_UNMATCHED") await mapSku(context, { ...name, skuId: rng.pick(skuIds) });
  else await mapStore(context, { ...name, storeId: rng.pick(STORES) });
}

async function teachOne(world: World): Promise<void> {
  const row = pick(world, (await openCases(world)).filter(isUnknown));
  if (row) await teach(world, row);
}

type OwedRow = { orderId: number; ref: string };
const openDebts = ({ context }: World): Promise<OwedRow[]> => context.db<OwedRow[]>`
  select order_id as "orderId", ref from owed where closed_at is null order by order_id, ref`;

/** Somebody says how money went back. */
async function payByHand(world: World): Promise<void> {
  const row = pick(world, await openDebts(world));
  if (!row) return;
  const how = world.rng.pick(["elsewhere", "waived"] as const);
  const said = { rows: [row], how, note: "线下", by: "usr_h", storeId: null };
  await settleOwed(world.context, said);
}

/** People, clocks and both processes at the same moment. */
async function allAtOnce(world: World): Promise<void> {
  const { context, other, huiliu } = world;
  await context.db`update exception_cases set due_at = now() - interval '1 minute'
    where closed_at is null and code = any(${[...SHORTAGE_CODES]}::text[])`;
  const [row] = (await openCases(world)).filter((one) => !isUnknown(one));
  await Promise.all([
    editShelf(world),
    row && close(world, row.id).catch(refused),
    payByHand(world).catch(refused),
    runClocks(world),
    runClocks({ ...world, context: other }),
    huiliu.drainAs(other),
  ]);
}

/** Somebody was first. */
function refused(error: unknown): void {
  if (!(error instanceof AppRefusal)) throw error;
}

export const PEOPLE_STEPS: readonly Step[] = [
  [12, "time", (world) => passTime(world)],
  [5, "a decision", (world) => decide(world)],
  [4, "a name is taught", teachOne],
  [3, "paid by hand", payByHand],
  [4, "all at once", allAtOnce],
];
