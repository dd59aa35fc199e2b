import type { Tx } from "@/db/client";
import { factSubject, lockWaitingFacts, settleFacts, waitAgain } from "@/db/queries/orders/facts";
import { listOwners, noteLateContacts, writeContacts } from "@/db/queries/orders/placeable";
import { doorOfSealed } from "@/server/domain/intake";
import {
  canMove,
  changeContacts,
  type Model,
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

/** A contact with the door it names, of the shop that its order had when we looked. */
type Located = NewContact & { storeId: number | null; doorKey: string | null; isOurs: boolean };

async function take(
  deps: Deps,
  tx: Tx,
  { catalog, contacts }: { catalog: Catalog; contacts: readonly NewContact[] },
): Promise<void> {
  const located = await locate(deps, tx, contacts);
  const news = { taken: [] as number[], late: [] as number[] };
  await placeAgain(deps, tx, {
    catalog,
    again: {
      orderIds: located.map((c) => c.orderId),
      doors: located.flatMap(({ isOurs, storeId, doorKey }) =>
        isOurs && storeId !== null && doorKey !== null ? [{ storeId, doorKey }] : [],
      ),
      change: async (before) => {
        Object.assign(news, await write(tx, before, located));
        return { goOn: news.taken, counters: [] };
      },
      tell: (model, open) => changeContacts(model, { ...news, open, at: deps.clock.now() }),
      by: "channel",
      event: "order.contact_changed",
    },
  });
}

async function locate(
  { vault }: Deps,
  tx: Tx,
  contacts: readonly NewContact[],
): Promise<Located[]> {
  const owners = await listOwners(
    tx,
    contacts.map((c) => c.orderId),
  );
  return contacts.map((contact) => {
    const { storeId, isOurs } = owners.get(contact.orderId) ?? { storeId: null, isOurs: false };
    const sealed = contact.sealed === null ? null : Buffer.from(contact.sealed, "base64");
    return { ...contact, storeId, isOurs, doorKey: doorOfSealed(sealed, storeId, vault) };
  });
}

/** Under every lock. An order whose shop was mapped meanwhile has another door: its contact waits for the next turn. */
async function write(
  tx: Tx,
  before: Model,
  located: readonly Located[],
): Promise<{ taken: number[]; late: number[] }> {
  const isWhere = (c: Located) => before.orders.get(c.orderId)?.storeId === c.storeId;
  const there = located.filter(isWhere);
  await waitAgain(
    tx,
    located.filter((c) => !isWhere(c)).map((c) => ({ ...c, kind: "contact" })),
  );
  const late = there.filter((c) => !canMove(before, c.orderId));
  await noteLateContacts(tx, late);
  const movable = there.filter((c) => !late.includes(c));
  return { taken: await writeContacts(tx, movable), late: late.map((c) => c.orderId) };
}
