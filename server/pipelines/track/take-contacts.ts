import type { Tx } from "@/db/client";
import {
  factSubject,
  lockWaitingFacts,
  type ReadyFact,
  settleFacts,
} from "@/db/queries/orders/facts";
import {
  changeContacts,
  doorsAfter,
  listPlaceable,
  type NewContact,
} from "@/db/queries/orders/placeable";
import { present } from "@/server/domain/kernel/assert";
import {
  canMove,
  changeContact,
  contactTooLate,
  isSameBuyer,
  type Model,
  type PlaceableRow,
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
    find: (tx, limit) => lockWaitingFacts(tx, JOB, "contacts", limit),
    subjectOf: factSubject,
    aboutOf: ({ orderId }) => ({ orderId }),
    take: async (tx, facts) => {
      await settleFacts(tx, facts);
      await take(deps, tx, { catalog, contacts: newest(facts) });
      return facts;
    },
  });
}

/** One order told of twice in a batch: the later word. */
function newest(facts: readonly ReadyFact[]): NewContact[] {
  const found = new Map<number, NewContact>();
  for (const { fact, orderId } of facts) {
    if (fact.kind !== "contact" || fact.at <= (found.get(orderId)?.at ?? 0)) continue;
    const contactSealed = fact.sealed === null ? null : Buffer.from(fact.sealed, "base64");
    found.set(orderId, { ...fact, orderId, contactSealed });
  }
  return [...found.values()];
}

async function take(
  deps: Deps,
  tx: Tx,
  { catalog, contacts }: { catalog: Catalog; contacts: readonly NewContact[] },
): Promise<void> {
  const orderIds = contacts.map((c) => c.orderId);
  const known = await listPlaceable(tx, orderIds);
  const told: Told = { contacts, known, taken: [], late: [], now: deps.clock.now() };
  await placeAgain(deps, tx, {
    catalog,
    again: {
      orderIds,
      doors: await doorsAfter(tx, contacts),
      change: async (before) => {
        const movable = orderIds.filter((id) => canMove(before, orderIn(before, id)));
        told.late = orderIds.filter((id) => !movable.includes(id));
        told.taken = await changeContacts(
          tx,
          contacts.filter((c) => movable.includes(c.orderId)),
        );
        return { goOn: told.taken, counters: [] };
      },
      tell: (model) => tell(model, told),
      by: "channel",
      event: "order.contact_changed",
    },
  });
}

const orderIn = (model: Model, id: number) =>
  present(model.orders.get(id), "order of a new contact");

type Told = {
  contacts: readonly NewContact[];
  known: readonly PlaceableRow[];
  taken: readonly number[];
  late: readonly number[];
  now: ReturnType<Deps["clock"]["now"]>;
};

function tell(model: Model, { contacts, known, taken, late, now }: Told): void {
  for (const id of taken) {
    const contact = present(
      contacts.find((c) => c.orderId === id),
      "new contact",
    );
    const before = present(
      known.find((k) => k.id === id),
      "contact before",
    );
    const isSame = isSameBuyer(before, contact);
    changeContact(model, orderIn(model, id), { contact, isSame, at: now });
  }
  for (const id of late) contactTooLate(model, orderIn(model, id), now);
}
