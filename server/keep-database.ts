import { type Cluster, type ClusterOptions, startCluster } from "@/db/embedded/cluster";
import { loopBoard } from "./domain/live/loop-board";
import { startLoop } from "./roles/loop";

export type KeptDatabase = {
  /** Where it is now. */
  url: () => string;
  stop: () => Promise<void>;
};

const LOOK_MS = 200;

/**
 * Start the embedded database and keep it up: when its server is gone, it is started again at the same port, so that
 * everybody's connections find it by themselves.
 *
 * @param onMoved called when another port had to be taken
 */
export async function keepDatabase(
  options: ClusterOptions,
  onMoved: () => void,
): Promise<KeptDatabase> {
  let cluster: Cluster = await startCluster(options);
  // Every process started from here connects through the server's file.
  process.env.HUILIU_PG_SOCKET = cluster.socket ?? "";
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const watch = startLoop(
    "database",
    { log, loops: loopBoard(Date.now) },
    {
      restMs: LOOK_MS,
      work: async () => {
        if (cluster.isAlive()) return 0;
        options.progress("PostgreSQL is gone: starting it again");
        const { url, port } = cluster;
        cluster = await startCluster({ ...options, port });
        if (cluster.url !== url) onMoved();
        return 0;
      },
    },
  );
  return {
    url: () => cluster.url,
    stop: async () => {
      await watch.stop();
      await cluster.stop();
    },
  };
}
