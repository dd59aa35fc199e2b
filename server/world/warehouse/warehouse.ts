import type { DemoCity } from "@/server/domain/demo/types";
import type { Rng } from "@/server/domain/kernel/rng";
import type { Desk } from "../platform/desk";
import type { HttpClient } from "../send/http-client";
import type { Postman } from "../send/postman";
import type { Agenda } from "../time/agenda";
import type { WorldClock } from "../time/clock";
import { createDrift } from "./drift";
import { ledgerFeed } from "./ledger-feed";
import { createReports, type Receipt } from "./reports";
import { createShelves, type Shelves } from "./shelves";
import { type RestockLine, warehouseDesk } from "./warehouse-desk";

/** How the warehouse works. Minutes are simulated. */
export type WarehouseHabits = {
  /** Shelves that go wrong in a day, in basis points of all. */
  driftBps: number;
  /** Between two snapshots of a shop; 0 sends none. */
  snapshotMinutes: number;
  restockMinutes: readonly [from: number, to: number];
  countMinutes: readonly [from: number, to: number];
};
export const USUAL_WAREHOUSE: WarehouseHabits = {
  driftBps: 200,
  snapshotMinutes: 30,
  restockMinutes: [15, 40],
  countMinutes: [3, 10],
};

export type Warehouse = {
  shelves: Shelves;
  desk: Desk;
  /** Read our ledger on; the first time it was read to its end, work begins. To be called again and again. */
  follow: () => Promise<void>;
};

export const WMS_ACCOUNT = "wms-1";
const MINUTE_MS = 60_000;

/** The warehouse's own system and the shelves it keeps: it knows what truly lies there, we only what we are told. */
export function createWarehouse(deps: {
  city: DemoCity;
  clock: WorldClock;
  agenda: Agenda;
  client: HttpClient;
  postman: Postman;
  secret: string;
  rng: Rng;
  habits: WarehouseHabits;
  onReport?: () => void;
}): Warehouse {
  const { city, clock, agenda, habits, secret } = deps;
  const { wallMs } = clock;
  const signed = { account: WMS_ACCOUNT, secret, wallMs };
  const shelves = createShelves(openingOf(city));
  let isOpen = false;
  const feed = ledgerFeed({
    ...signed,
    client: deps.client,
    // Before the first end of the ledger it tells of earlier runs, whose shelves nobody remembers.
    onMove: (move) => shelves.book(move, !isOpen),
  });
  const reports = createReports({
    ...signed,
    postman: deps.postman,
    shelves,
    position: feed.position,
    run: wallMs().toString(36),
    ...(deps.onReport ? { onTaken: deps.onReport } : {}),
  });
  const drift = createDrift({ shelves, agenda, rng: deps.rng.fork("drift"), bps: habits.driftBps });
  const rng = deps.rng.fork("hands");
  const within = ([from, to]: readonly [number, number]): number =>
    (from + rng.unit() * (to - from)) * MINUTE_MS;
  const bring = (storeCode: string, lines: readonly RestockLine[], requestNo: string): void =>
    agenda.after(within(habits.restockMinutes), () => {
      for (const { skuCode, qty } of lines) shelves.receive(storeCode, skuCode, qty);
      const receipts: Receipt[] = lines.map((line) => ({ ...line, reason: requestNo }));
      reports.receipts(storeCode, receipts);
    });
  const desk = warehouseDesk(
    { appId: WMS_ACCOUNT, secret, wallMs },
    {
      hasShelf: (storeCode, skuCode) => shelves.pieces(storeCode, skuCode) !== null,
      bring,
      count: (storeCode, skuCodes) =>
        agenda.after(within(habits.countMinutes), () => reports.count(storeCode, skuCodes)),
    },
  );
  const open = (): void => {
    isOpen = true;
    drift.start();
    if (habits.snapshotMinutes > 0)
      startRounds(city, agenda, { minutes: habits.snapshotMinutes, snapshot: reports.snapshot });
  };
  return {
    shelves,
    desk,
    follow: async () => {
      if ((await feed.poll()) && !isOpen) open();
    },
  };
}

function* openingOf(city: DemoCity): Iterable<readonly [string, string, number]> {
  for (const store of city.stores)
    for (const sku of city.skus)
      yield [store.code, sku.code, city.openingStock(store.code, sku)] as const;
}

/** Shops send in turn, so that not all of them arrive at once. */
function startRounds(
  city: DemoCity,
  agenda: Agenda,
  { minutes, snapshot }: { minutes: number; snapshot: (storeCode: string) => void },
): void {
  const roundMs = minutes * MINUTE_MS;
  city.stores.forEach((store, i) => {
    const again = (): void => {
      snapshot(store.code);
      agenda.after(roundMs, again);
    };
    agenda.after(((i + 1) * roundMs) / city.stores.length, again);
  });
}
