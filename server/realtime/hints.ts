import type { Server, Socket } from "socket.io";
import { markOfDeadLetters } from "@/db/log/dead-letters";
import { readTail, tailEnd } from "@/db/log/tail";
import type { User } from "../auth/user";
import type { Context } from "../context";
import { showId } from "../domain/kernel/ids";
import { type Loop, startLoop } from "../roles/loop";

/** "Something about this changed": never the data, so that a hint can be lost or doubled without harm. */
export type Hint = {
  entity: "order" | "orders" | "exceptions" | "dead-letters" | "inventory" | "cell";
  id?: string;
  storeId?: number;
  n?: number;
};

const EVERY_MS = 250;
const LETTERS_MS = 1_000;
const EVENTS_MAX = 5_000;
const ROOMS_MAX = 50;
const ROOM =
  /^(orders|exceptions|dead-letters|inventory|cell:\d{1,9}:\d{1,9}|order:ord_[0-9a-z]{1,11})$/;
const FINDINGS =
  /^(order\.placed|parcel\.|order\.cancelled|order\.refunded|store\.rejected|delivery\.)/;

/** What moves goods: shelves themselves, and orders and parcels that take from them. */
const GOODS = /^(stock\.|order\.|parcel\.)/;

/** Tails the events log and tells consoles what to look at again, a quarter of a second's changes at a time. */
export async function startHints(
  context: Context,
  sockets: Server,
): Promise<{ admit: (socket: Socket, user: User) => void; stop: () => Promise<void> }> {
  let place = await tailEnd(context.db);
  const loop = startLoop("hints", context, EVERY_MS, async () => {
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
      sockets
        .to("orders")
        .emit("hint", { entity: "orders", n, ...(storeId > 0 ? { storeId } : {}) } satisfies Hint);
    }
    if (events.some((e) => FINDINGS.test(e.kind)))
      sockets.to("exceptions").emit("hint", { entity: "exceptions" } satisfies Hint);
    if (events.some((e) => GOODS.test(e.kind)))
      sockets.to("inventory").emit("hint", { entity: "inventory" } satisfies Hint);
    for (const id of changedCells(events))
      sockets.to(`cell:${id}`).emit("hint", { entity: "cell", id } satisfies Hint);
    return 0;
  });
  const letters = watchLetters(context, sockets);
  return {
    admit: (socket) => {
      socket.on("hints:join", (asked: { rooms?: unknown }) => {
        const rooms = Array.isArray(asked?.rooms)
          ? asked.rooms.filter((r): r is string => typeof r === "string" && ROOM.test(r))
          : [];
        for (const room of socket.rooms)
          if (room !== socket.id && !rooms.includes(room)) void socket.leave(room);
        // What changed between the page's first question and this moment was told to nobody: look once more.
        for (const room of rooms.slice(0, ROOMS_MAX).filter((r) => !socket.rooms.has(r))) {
          void socket.join(room);
          socket.emit("hint", hintOf(room));
        }
      });
    },
    stop: async () => {
      await Promise.all([loop.stop(), letters.stop()]);
    },
  };
}

function hintOf(room: string): Hint {
  const [entity, ...rest] = room.split(":");
  const named = { entity: entity as Hint["entity"] };
  return rest.length === 0 ? named : { ...named, id: rest.join(":") };
}

/** Dead letters tell of themselves in no log: they are looked for while somebody looks at them. */
function watchLetters(context: Context, sockets: Server): Loop {
  let known: string | null = null;
  return startLoop("letter-hints", context, LETTERS_MS, async () => {
    const isWatched = (sockets.sockets.adapter.rooms.get("dead-letters")?.size ?? 0) > 0;
    const mark = isWatched ? await markOfDeadLetters(context.db) : null;
    if (mark !== null && known !== null && mark !== known)
      sockets.to("dead-letters").emit("hint", { entity: "dead-letters" } satisfies Hint);
    known = mark;
    return 0;
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
