import { NO_RIDER_LIMITS } from "@/server/domain/dispatch";
import { showId } from "@/server/domain/kernel/ids";
import { assignRiders } from "@/server/pipelines/dispatch/assign-riders";
import { watchRiders } from "@/server/pipelines/dispatch/watch-riders";
import { pick, type Step, soon, tell, type World } from "./world";

const STEPS = [
  "arrived_store",
  "picked_up",
  "delivering",
  "delivered",
  "undeliverable",
  "undeliverable",
] as const;

const NEXT: Record<string, (typeof STEPS)[number]> = {
  assigned: "arrived_store",
  arrived_store: "picked_up",
  picked_up: "delivering",
};

type Task = { id: number; status: string };
const openTasks = ({ context }: World): Promise<Task[]> => context.db<Task[]>`
  select id, status from delivery_tasks where status in ('assigned', 'arrived_store', 'picked_up', 'delivering') order by id`;

async function tellRiders(world: World, ids: readonly number[], step: string): Promise<void> {
  const occurred_at = soon(world);
  const events = ids.map((id) => ({
    event_id: `t${id}-${world.n}`,
    event: `delivery.${step}`,
    occurred_at,
    task_id: showId("deliveryTask", Number(id)),
  }));
  const body = JSON.stringify({ events });
  await tell(world, { account: "rider-app", topic: "rider-events", body });
}

/** Riders come to both stores; now and then none does, and it is seen. */
async function dispatch({ rng, context }: World): Promise<void> {
  const isThere = rng.chance(6_500);
  await context.db`update riders set online = ${isThere}, ping_at = now(), capacity = 9, cold_box = true
    where store_id in (1, 2)`;
  await assignRiders(context);
  await watchRiders(context, { ...NO_RIDER_LIMITS, waitMinutes: 0 });
}

async function ride(world: World): Promise<void> {
  const task = pick(world, await openTasks(world));
  if (!task) return;
  const next = world.rng.chance(5_000) ? NEXT[task.status] : undefined;
  await tellRiders(world, [task.id], next ?? world.rng.pick(STEPS));
}

/** Every rider brings what he has. */
export async function deliverAll(world: World): Promise<void> {
  await dispatch(world);
  const ids = (await openTasks(world)).map((task) => task.id);
  for (let i = 0; i < ids.length; i += 100)
    await tellRiders(world, ids.slice(i, i + 100), "delivered");
}

export const RIDER_STEPS: readonly Step[] = [
  [7, "dispatch", dispatch],
  [16, "a rider's step", ride],
];
