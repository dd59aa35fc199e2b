import { inTransaction } from "@/db/client";
import { addSecurityEvents } from "@/db/queries/cases/sweeps";
import { addCounters } from "@/db/queries/upkeep/counters";
import type { Context } from "../context";
import { gatewayListener, type Health } from "../gateway/http/listener";
import { availability } from "../gateway/own/availability";
import { deviceHandlers } from "../gateway/own/devices";
import { holdDesk } from "../gateway/own/hold-desk";
import { openApiText } from "../gateway/own/open-api";
import { wmsHandlers } from "../gateway/own/wms-feed";
import { createGateway, type Gateway } from "../gateway/receive";
import { verdictBoard } from "../gateway/verdicts";
import { startBeat } from "./beat";
import { listen, stopServer } from "./listen";
import { startLoop } from "./loop";

/** How often what own channels may offer is looked at for changes. */
const OFFERS_MS = 200;

type GatewayRole = { stop: () => Promise<void>; port: number };

/**
 * The door for channels and devices, on its own port.
 *
 * @param poke tells a worker in this process that there is something in the log
 */
export async function startGateway(context: Context, poke: () => void): Promise<GatewayRole> {
  const { config } = context;
  const verdicts = verdictBoard(context.db);
  const holds = holdDesk(context);
  const offers = await availability(context);
  const direct = {
    ...deviceHandlers(context),
    ...wmsHandlers(context),
    ...holds.handlers,
    ...offers.handlers,
  };
  const gateway = createGateway(context, { direct, verdicts, poke });
  let answeredAt = performance.now();
  const server = gatewayListener(gateway, {
    health: () => healthOf(gateway, performance.now() - answeredAt),
    openApi: openApiText(config.callbackBase),
  });
  const port = await listen(server, {
    port: config.HUILIU_GATEWAY_PORT,
    host: config.HUILIU_HOST,
    variable: "HUILIU_GATEWAY_PORT",
  });
  const beats = startBeat(context, "gateway", {
    detail: () => ({ waiting: gateway.commits.waiting() }),
    work: async () => {
      await flushCounts(context, gateway);
      answeredAt = performance.now();
    },
  });
  const fresh = startLoop("availability", context, {
    restMs: OFFERS_MS,
    work: async () => {
      await offers.refresh();
      return 0;
    },
  });
  return {
    port,
    stop: async () => {
      await stopServer(server);
      await Promise.all([gateway.drain(), holds.drain(), fresh.stop()]);
      verdicts.stop();
      await flushCounts(context, gateway).catch(() => undefined);
      await beats.stop();
    },
  };
}

/** Three beats without the database, and nothing that is sent will be kept. */
const SILENT_MS_MAX = 6_000;
const LATE_MS_MAX = 1_000;

function healthOf({ commits }: Gateway, silentMs: number): Health {
  if (silentMs > SILENT_MS_MAX) return { ready: false, why: "the database does not answer" };
  if (commits.oldestMs() > LATE_MS_MAX) return { ready: false, why: "commits hang" };
  return { ready: true, why: null };
}

/** Write down what the door counted; what could not be written is counted on. */
async function flushCounts(context: Context, gateway: Gateway): Promise<void> {
  const refused = gateway.security.take();
  const again = gateway.duplicates.take();
  try {
    await inTransaction(context.db, async (tx) => {
      await addSecurityEvents(tx, refused);
      await addCounters(tx, again);
    });
  } catch (error) {
    gateway.security.give(refused);
    gateway.duplicates.give(again);
    throw error;
  }
}
