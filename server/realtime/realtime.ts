import { randomUUID } from "node:crypto";
import type { Server } from "socket.io";
import { beat } from "@/db/queries/sweeps";
import type { Auth } from "../auth/auth";
import type { Context } from "../context";
import { startLoop } from "../roles/loop";
import { startHints } from "./hints";
import { startWallRoom } from "./wall-room";

export type Realtime = { stop: () => Promise<void> };

/** Sockets: walls look, consoles get hints, nobody writes. A screen's token opens the wall and nothing else. */
export async function startRealtime(
  context: Context,
  sockets: Server,
  auth: Auth,
): Promise<Realtime> {
  const wall = startWallRoom(context, sockets);
  const hints = await startHints(context, sockets);
  sockets.use((socket, next) => {
    const token = String((socket.handshake.auth as { token?: unknown }).token ?? "");
    Promise.all([auth.userOf(socket.request), auth.isScreen(token)])
      .then(([user, isScreen]) => {
        socket.data = { user };
        next(user || isScreen ? undefined : new Error("unauthorised"));
      })
      .catch(() => next(new Error("not now")));
  });
  sockets.on("connection", (socket) => {
    wall.admit(socket);
    if (socket.data.user) hints.admit(socket, socket.data.user);
  });
  const holder = randomUUID();
  const startedAt = context.clock.now();
  const beats = startLoop("web-beat", context.log, 2_000, async () => {
    await beat(context.db, "web", holder, startedAt, {
      sockets: sockets.engine.clientsCount,
      pid: process.pid,
    });
    return 0;
  });
  return {
    stop: async () => {
      await Promise.all([wall.stop(), hints.stop(), beats.stop()]);
    },
  };
}
