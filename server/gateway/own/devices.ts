import {
  type Cursor,
  listParcelTasks,
  listRiderTasks,
  type ParcelTask,
  type Ping,
  type RiderTask,
  savePings,
} from "@/db/queries/channels/devices";
import type { Context } from "@/server/context";
import { actsFor } from "@/server/domain/channels";
import { showId } from "@/server/domain/kernel/ids";
import type { RawRequest, Reply } from "@/server/ports/channel";
import type { DirectHandlers } from "../direct";
import { jsonReply } from "../http/json-reply";
import { clocksOfPings } from "./ping-clocks";

const LIMIT_MAX = 500;
const PINGS_MAX = 1000;
const AT_MS_MAX = 4_100_000_000_000;

/** What store terminals and riders' phones ask for: tasks since a cursor, and to be told where riders are. */
export function deviceHandlers(
  context: Pick<Context, "db" | "ids" | "clock">,
): Pick<DirectHandlers, "store-tasks" | "rider-tasks" | "rider-pings"> {
  const { db } = context;
  const pingClocks = clocksOfPings(context);
  return {
    "store-tasks": (request, account) =>
      listing(request, async (after, limit) => {
        const { tasks, next } = await listParcelTasks(db, after, limit);
        const own = tasks.filter((task) => actsFor(account, task.storeCode));
        return { tasks: own.map(showParcel), next };
      }),
    "rider-tasks": (request, account) =>
      listing(request, async (after, limit) => {
        const { tasks, next } = await listRiderTasks(db, after, limit);
        const own = tasks.filter((task) => actsFor(account, task.riderCode));
        return { tasks: own.map(showRiderTask), next };
      }),
    "rider-pings": async (request, account) => {
      const pings = readPings(request.body);
      if (!pings)
        return jsonReply(400, {
          code: "BAD_FIELD",
          message: `pings: up to ${PINGS_MAX} of rider_code, lng_e6, lat_e6, at`,
        });
      const stranger = pings.find((ping) => !actsFor(account, ping.riderCode));
      if (stranger)
        return jsonReply(403, {
          code: "NOT_YOURS",
          message: `this credential does not act for rider ${stranger.riderCode.slice(0, 64)}`,
        });
      await savePings(db, await pingClocks(pings, account));
      return jsonReply(200, { code: 0 });
    },
  };
}

type Page = { tasks: unknown[]; next: Cursor };

async function listing(
  request: RawRequest,
  read: (after: Cursor, limit: number) => Promise<Page>,
): Promise<Reply> {
  const query = new URLSearchParams(request.query);
  const after = readCursor(query.get("after") ?? "");
  const limit = Math.min(LIMIT_MAX, Math.max(1, Number(query.get("limit")) || 200));
  if (!after)
    return jsonReply(400, {
      code: "BAD_CURSOR",
      message: "after: give back the cursor you got, or nothing",
    });
  const { tasks, next } = await read(after, limit);
  return jsonReply(200, { code: 0, cursor: `${next.xid}.${next.id}`, tasks });
}

function readCursor(text: string): Cursor | null {
  if (text === "" || text === "0") return { xid: "0", id: 0 };
  const match = /^(\d{1,19})\.(\d{1,16})$/.exec(text);
  return match ? { xid: match[1] ?? "0", id: Number(match[2]) } : null;
}

function showParcel(t: ParcelTask) {
  return {
    fulfilment_id: showId("fulfilment", t.id),
    store_code: t.storeCode,
    status: t.status,
    version: t.version,
    delivery_owner: t.deliveryOwner,
    parcel_class: t.parcelClass,
    promise_at: new Date(t.promiseAt).toISOString(),
    lines: t.lines.map((l) => ({
      line_ref: `${showId("order", l.order)}:${l.line}`,
      channel: l.channel,
      external_no: l.externalNo,
      sku_code: l.sku,
      qty: l.qty,
    })),
  };
}

function showRiderTask(t: RiderTask) {
  return {
    task_id: showId("deliveryTask", t.id),
    rider_code: t.riderCode,
    store_code: t.storeCode,
    fulfilment_id: showId("fulfilment", t.fulfilmentId),
    status: t.status === "carrier_cancelled" ? "cancelled" : t.status,
    version: t.version,
    promise_at: new Date(t.promiseAt).toISOString(),
    pickup: { lng_e6: t.pickLngE6, lat_e6: t.pickLatE6 },
    drop: { lng_e6: t.dropLngE6 ?? t.pickLngE6, lat_e6: t.dropLatE6 ?? t.pickLatE6 },
    ready: t.ready,
  };
}

/** On this earth, in a time a clock can show, of a rider whose name a column can hold. */
const isPossible = ({ riderCode, lngE6, latE6, at }: Ping): boolean =>
  Number.isInteger(lngE6) &&
  Math.abs(lngE6) <= 180_000_000 &&
  Number.isInteger(latE6) &&
  Math.abs(latE6) <= 90_000_000 &&
  Math.abs(at) <= AT_MS_MAX &&
  riderCode.length <= 64 &&
  !riderCode.includes("\0");

function readPings(body: Uint8Array): Ping[] | null {
  try {
    const { pings } = JSON.parse(Buffer.from(body).toString("utf8")) as {
      pings: Record<string, unknown>[];
    };
    if (!Array.isArray(pings) || pings.length > PINGS_MAX) return null;
    const read = pings.map((p) => ({
      riderCode: String(p.rider_code),
      lngE6: Number(p.lng_e6),
      latE6: Number(p.lat_e6),
      at: Date.parse(String(p.at)),
      online: p.online !== false,
    }));
    return read.every(isPossible) ? read : null;
  } catch {
    return null;
  }
}
