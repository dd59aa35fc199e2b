import type { Server } from "socket.io";
import type { Auth } from "../auth/auth";
import type { Context } from "../context";
import { watchDoor } from "./door";
import { startHints } from "./hints";
import { endWithVisitors, mayWatchWall, visitorIn, visitorOf } from "./visitors";
import { startWallRoom } from "./wall-room";

type Realtime = { stop: () => Promise<void> };

/**
 * Sockets: walls look, consoles get hints, nobody writes. A screen's token opens the wall and nothing else. What somebody
 * hears is what they may ask for.
 */
export async function startRealtime(
  context: Context,
  sockets: Server,
  auth: Auth,
): Promise<Realtime> {
  watchDoor(context, sockets);
  const ends = endWithVisitors(context, sockets);
  const wall = startWallRoom(context, sockets);
  const hints = await startHints(context, sockets);
  sockets.use((socket, next) => {
    visitorOf(auth, socket.request)
      .then((visitor) => {
        socket.data = { visitor };
        next(visitor ? undefined : new Error("unauthorised"));
      })
      .catch(() => next(new Error("not now")));
  });
  sockets.on("connection", (socket) => {
    const visitor = visitorIn(socket);
    if (mayWatchWall(visitor)) wall.admit(socket);
    if (visitor.session) hints.admit(socket, visitor.session.user);
  });
  return {
    stop: async () => {
      await Promise.all([wall.stop(), hints.stop(), ends.stop()]);
    },
  };
}
