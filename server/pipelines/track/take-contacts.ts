import type { Tx } from "@/db/client";
import { factSubject, lockWaitingFacts, settleFacts } from "@/db/queries/orders/facts";
import {
  doorsAfter,
  listPlaceable,
  noteLateContacts,
  writeContacts,
} from "@/db/queries/orders/placeable";
import {
  type ContactNews,
  canMove,
  changeContacts,
  type NewContact,
  newestContacts,
} from "@/server/domain/lifecycle";
import type { Catalog } from "../catalog";
import type { Deps } from "../deps";
import { placeAgain } from "../place/place-again";
import { sweep } from "../sweep";

const JOB = "contacts";

/**
 * Orders of which another buyer, phone or door was told after they had come. The newest telling stands; who travelled with
 * others is judged again.
 *
 * @returns changes taken
 */
export async function takeContacts(deps: Deps): Promise<number> {
  const catalog = await deps.catalog.get();
  return await sweep(deps, {
    job: JOB,
    batch: 50,
    find: (tx, limit) => lockWaitingFacts(tx, { job: JOB, which: "contacts", limit }),
    subjectOf: factSubject,
    aboutOf: ({ orderId }) => ({ orderId }),
    take: async (tx, facts) => {
      await settleFacts(tx, facts);
      await take(deps, tx, { catalog, contacts: newestContacts(facts) });
      return facts;
    },
  });
}

async function take(
  deps: Deps,
  tx: Tx,
  { catalog, contacts }: { catalog: Catalog; contacts: readonly NewContact[] },
): Promise<void> {
  const orderIds = contacts.map((c) => c.orderId);
  const known = await listPlaceable(tx, orderIds);
  const told: ContactNews & { taken: number[]; late: number[] } = {
    contacts,
    known,
    taken: [],
    late: [],
    at: deps.clock.now(),
  };
  await placeAgain(deps, tx, {
    catalog,
    again: {
      orderIds,
      doors: await doorsAfter(tx, contacts),
      change: async (before) => {
        const movable = orderIds.filter((id) => canMove(before, id));
        told.late = orderIds.filter((id) => !movable.includes(id));
        await noteLateContacts(
          tx,
          contacts.filter((c) => told.late.includes(c.orderId)),
        );
        told.taken = await writeContacts(
          tx,
          contacts.filter((c) => movable.includes(c.orderId)),
        );
        return { goOn: told.taken, counters: [] };
      },
      tell: (model) => changeContacts(model, told),
      by: "channel",
      event: "order.contact_changed",
    },
  });
}
