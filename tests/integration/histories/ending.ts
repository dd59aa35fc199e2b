import { say } from "./steps-orders";
import { decide, passTime } from "./steps-people";
import { complete, payBack, writeAllBack } from "./steps-platform";
import { deliverAll } from "./steps-riders";
import { handOverAll } from "./steps-store";
import { settle, type World } from "./world";

const ROUNDS = 4;

/** Everybody does what is theirs until nothing is left to do. */
export async function endAll(world: World): Promise<void> {
  await settle(world);
  for (let round = 0; round < ROUNDS; round += 1) {
    await decide(world, true);
    await passTime(world, true);
    await deliverAll(world);
    await handOverAll(world);
    await writeAllBack(world, 0);
    await settle(world);
  }
  await endOrders(world);
  await settle(world);
  await payAllBack(world);
  await settle(world);
  await writeAllBack(world, 0);
  await decide(world, true);
}

/** Channels end what is theirs: who has not paid cancels, all others have what they bought. */
async function endOrders(world: World): Promise<void> {
  const open = new Map(
    (
      await world.context.db<{ no: string; trade: string }[]>`
        select external_no as no, trade from orders where trade not in ('completed', 'cancelled')`
    ).map((row) => [row.no, row.trade]),
  );
  for (const order of world.own) {
    const trade = open.get(order.no);
    const event = trade === "pending_payment" ? "order.cancelled" : "order.completed";
    if (trade !== undefined) await say(world, event, {}, order);
  }
  for (const order of world.platform) if (open.has(order.no)) await complete(world, order);
}

/** What is owed goes back through its channel. */
async function payAllBack(world: World): Promise<void> {
  const rows = await world.context.db<{ no: string; fen: number }[]>`
    select external_no as no, owed_fen as fen from orders where owed_fen > 0 order by id`;
  for (const { no, fen } of rows) {
    const own = world.own.find((order) => order.no === no);
    const refund = { refund_id: `back-${no}`, amount_fen: fen, items: [] };
    if (own) await say(world, "refund.succeeded", { refund }, own);
    else await payBack(world, no, fen);
  }
}
