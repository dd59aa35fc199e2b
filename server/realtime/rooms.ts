import { seesChain, seesStore, type User } from "../auth/user";
import { parseId } from "../domain/kernel/ids";

const ROOM =
  /^(orders|exceptions|dead-letters|inventory|cell:\d{1,9}:\d{1,9}|order:ord_[0-9a-z]{1,11})$/;
const ROOMS_MAX = 50;
/** Where the wall is told. */
export const WALL_ROOM = "screen:a";

/** The room of one store's people beside the whole chain's. */
export const ofStore = (room: string, storeId: number): string => `${room}@${storeId}`;

/** What a page calls a room, from the name it has here. */
export const shownRoom = (room: string): string => room.split("@")[0] ?? room;

/** The rooms a page asks for, as far as they are rooms. */
export function readRooms(asked: unknown): string[] {
  const { rooms } = (asked ?? {}) as { rooms?: unknown };
  if (!Array.isArray(rooms)) return [];
  const known = rooms.filter((r): r is string => typeof r === "string" && ROOM.test(r));
  return [...new Set(known)].slice(0, ROOMS_MAX);
}

/**
 * The rooms somebody is let into: a hint is heard by whoever may ask for what it is about, and by nobody else.
 *
 * @param ownOrders of these orders, those of a store
 */
export async function roomsFor(
  user: User,
  asked: readonly string[],
  ownOrders: (ids: readonly number[], storeId: number) => Promise<readonly number[]>,
): Promise<string[]> {
  const { storeId } = user;
  if (storeId === null || seesChain(user)) return [...asked];
  const ids = asked.flatMap((room) => orderIn(room) ?? []);
  const own = new Set(ids.length > 0 ? await ownOrders(ids, storeId) : []);
  return asked.flatMap((room) => {
    const [kind, first] = room.split(":");
    if (kind === "dead-letters") return [];
    if (kind === "cell") return seesStore(user, Number(first)) ? [room] : [];
    if (kind === "order") return own.has(orderIn(room) ?? 0) ? [room] : [];
    return [ofStore(room, storeId)];
  });
}

function orderIn(room: string): number | null {
  const [kind, id = ""] = room.split(":");
  return kind === "order" ? parseId("order", id) : null;
}
