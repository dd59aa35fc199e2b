import type { Server } from "socket.io";
import type { Auth } from "../auth/auth";
import type { Context } from "../context";
import { startBeat } from "../roles/beat";
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
  const beats = startBeat(context, "web", () => ({ sockets: sockets.engine.clientsCount }));
  return {
    stop: async () => {
      await Promise.all([wall.stop(), hints.stop(), beats.stop()]);
    },
  };
}
