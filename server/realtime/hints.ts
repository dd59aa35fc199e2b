import type { Server, Socket } from "socket.io";
import { markOfDeadLetters } from "@/db/log/dead-letters";
import { readTail, type TailEvent, tailEnd } from "@/db/log/tail";
import { listOrdersOfStore } from "@/db/queries/lists/orders";
import type { User } from "../auth/user";
import type { Context } from "../context";
import { CASE_KINDS, SHELF_KINDS } from "../domain/events";
import { showId } from "../domain/kernel/ids";
import { type Loop, startLoop } from "../roles/loop";
import { ofStore, readRooms, roomsFor, shownRoom, WALL_ROOM } from "./rooms";

/** "Something about this changed": never the data, so that a hint can be lost or doubled without harm. */
type Hint = {
  entity: "order" | "orders" | "exceptions" | "dead-letters" | "inventory" | "cell";
  id?: string;
  storeId?: number;
  n?: number;
};

const EVERY_MS = 250;
const LETTERS_MS = 1_000;
const EVENTS_MAX = 5_000;

/** Tails the events log and tells consoles what to look at again, a quarter of a second's changes at a time. */
export async function startHints(
  context: Context,
  sockets: Server,
): Promise<{ admit: (socket: Socket, user: User) => void; stop: () => Promise<void> }> {
  let place = await tailEnd(context.db);
  const loop = startLoop("hints", context, {
    restMs: EVERY_MS,
    work: async () => {
      const events = await readTail(context.db, place, EVENTS_MAX);
      const last = events.at(-1);
      if (!last) return 0;
      place = { xid: last.xid, id: last.id };
      const orders = new Set(events.flatMap((e) => (e.orderId === null ? [] : [e.orderId])));
      for (const id of orders) {
        const shown = showId("order", id);
        sockets.to(`order:${shown}`).emit("hint", { entity: "order", id: shown } satisfies Hint);
      }
      for (const [storeId, n] of placedByStore(events)) {
        sockets.to(storeId > 0 ? ["orders", ofStore("orders", storeId)] : "orders").emit("hint", {
          entity: "orders",
          n,
          ...(storeId > 0 ? { storeId } : {}),
        } satisfies Hint);
      }
      tellStores(sockets, { entity: "exceptions", events, kinds: CASE_KINDS });
      tellStores(sockets, { entity: "inventory", events, kinds: SHELF_KINDS });
      for (const id of changedCells(events))
        sockets.to(`cell:${id}`).emit("hint", { entity: "cell", id } satisfies Hint);
      return 0;
    },
  });
  const letters = watchLetters(context, sockets);
  return {
    admit: (socket, user) => {
      let last = 0;
      socket.on("hints:join", (asked: unknown) => {
        last += 1;
        const turn = last;
        roomsFor(user, readRooms(asked), (ids, store) => listOrdersOfStore(context.db, ids, store))
          .then((rooms) => turn === last && enter(socket, rooms))
          // It comes back and asks again.
          .catch(() => socket.disconnect(true));
      });
    },
    stop: async () => {
      await Promise.all([loop.stop(), letters.stop()]);
    },
  };
}

/** Be in these rooms, of those that hints are told in, and in no other. */
function enter(socket: Socket, rooms: readonly string[]): void {
  for (const room of socket.rooms)
    if (room !== socket.id && room !== WALL_ROOM && !rooms.includes(room)) void socket.leave(room);
  // What changed between the page's first question and this moment was told to nobody: look once more.
  for (const room of rooms.filter((r) => !socket.rooms.has(r))) {
    void socket.join(room);
    socket.emit("hint", hintOf(shownRoom(room)));
  }
}

/** The chain hears of every change of a kind, a store's people of those in their store. */
function tellStores(
  sockets: Server,
  {
    entity,
    events,
    kinds,
  }: {
    entity: "exceptions" | "inventory";
    events: readonly TailEvent[];
    kinds: ReadonlySet<string>;
  },
): void {
  const about = events.filter((e) => kinds.has(e.kind));
  if (about.length === 0) return;
  const stores = new Set(about.flatMap((e) => e.storeId ?? []));
  const rooms = [entity, ...[...stores].map((id) => ofStore(entity, id))];
  sockets.to(rooms).emit("hint", { entity } satisfies Hint);
}

function hintOf(room: string): Hint {
  const [entity, ...rest] = room.split(":");
  const named = { entity: entity as Hint["entity"] };
  return rest.length === 0 ? named : { ...named, id: rest.join(":") };
}

/**
 * Dead letters tell of themselves in no log: they are looked for while somebody looks at them. What changed between a page's
 * question and our first look was told to nobody, so that look always says: look once more.
 */
function watchLetters(context: Context, sockets: Server): Loop {
  let known: string | null = null;
  return startLoop("letter-hints", context, {
    restMs: LETTERS_MS,
    work: async () => {
      const isWatched = (sockets.sockets.adapter.rooms.get("dead-letters")?.size ?? 0) > 0;
      const mark = isWatched ? await markOfDeadLetters(context.db) : null;
      if (mark !== null && mark !== known)
        sockets.to("dead-letters").emit("hint", { entity: "dead-letters" } satisfies Hint);
      known = mark;
      return 0;
    },
  });
}

function placedByStore(
  events: readonly { kind: string; storeId: number | null }[],
): Map<number, number> {
  const counts = new Map<number, number>();
  for (const e of events)
    if (e.kind === "order.placed")
      counts.set(e.storeId ?? 0, (counts.get(e.storeId ?? 0) ?? 0) + 1);
  return counts;
}

/** Shelves that changed outside an order, `store:sku`, each once. */
function changedCells(
  events: readonly { storeId: number | null; skus: readonly number[] | null }[],
): Set<string> {
  return new Set(events.flatMap((e) => (e.skus ?? []).map((sku) => `${e.storeId ?? 0}:${sku}`)));
}
