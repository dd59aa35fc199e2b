import type { Socket } from "node:net";

/** Told when a connection has something to be answered, and when all of it was. */
export type Turns = { busy: (socket: Socket) => void; idle: (socket: Socket) => void };

/**
 * Requests of one connection, one at a time. They are answered in their order anyway, and so nobody has more than one place
 * in the line of all requests for each connection he holds.
 *
 * @param waitingMax whoever sends more ahead, without waiting for answers, is cut off: nothing of it was acknowledged
 * @returns takes a request's work; what waits when its connection ends is never begun
 */
export function inOrder(
  waitingMax: number,
  { busy, idle }: Turns,
): (socket: Socket, work: () => Promise<void>) => void {
  const waiting = new WeakMap<Socket, (() => Promise<void>)[]>();
  const go = async (socket: Socket, line: (() => Promise<void>)[]): Promise<void> => {
    for (let work = line[0]; work && !socket.destroyed; work = line[0]) {
      await work();
      line.shift();
    }
    waiting.delete(socket);
    idle(socket);
  };
  return (socket, work) => {
    if (socket.destroyed) return;
    const line = waiting.get(socket);
    if (!line) {
      const own = [work];
      waiting.set(socket, own);
      busy(socket);
      void go(socket, own);
    } else if (line.length > waitingMax) socket.destroy();
    else line.push(work);
  };
}
