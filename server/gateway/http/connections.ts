import type { Socket } from "node:net";
import type { Turns } from "./in-order";

/**
 * So many connections at once. Whoever comes when the house is full takes the place of one that has not said anything yet,
 * or else of one that has nothing to say at the moment, the one that has been silent for longest.
 *
 * @param max connections
 */
export function connections(max: number): Turns & { open: (socket: Socket) => void } {
  // Oldest first.
  const mute = new Set<Socket>();
  const silent = new Set<Socket>();
  const talking = new Set<Socket>();
  const leave = (socket: Socket): void => {
    for (const group of [mute, silent, talking]) group.delete(socket);
  };
  const move = (socket: Socket, to: Set<Socket>): void => {
    leave(socket);
    if (!socket.destroyed) to.add(socket);
  };
  return {
    open: (socket) => {
      socket.once("close", () => leave(socket));
      if (mute.size + silent.size + talking.size >= max) {
        const [victim = socket] = mute.size > 0 ? mute : silent;
        leave(victim);
        victim.destroy();
      }
      move(socket, mute);
    },
    busy: (socket) => move(socket, talking),
    idle: (socket) => move(socket, silent),
  };
}
