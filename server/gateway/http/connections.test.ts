import { Socket } from "node:net";
import { expect, test } from "vitest";
import { connections } from "./connections";

const sockets = (count: number) => Array.from({ length: count }, () => new Socket());
const left = (all: readonly Socket[]) => all.flatMap((s, i) => (s.destroyed ? [] : [i]));

test("connections: who comes to a full house takes the place of who never said anything, the oldest first", () => {
  const guests = connections(3);
  const all = sockets(5);
  for (const socket of all.slice(0, 3)) guests.open(socket);
  guests.busy(all[0] as Socket);
  guests.open(all[3] as Socket);
  expect(left(all)).toEqual([0, 2, 3, 4]);
  guests.open(all[4] as Socket);
  expect(left(all)).toEqual([0, 3, 4]);
});

test("connections: then of who has nothing to say, and of nobody who waits for an answer", async () => {
  const guests = connections(2);
  const all = sockets(5);
  const [a, b, c, d, e] = all as [Socket, Socket, Socket, Socket, Socket];
  for (const socket of [a, b]) {
    guests.open(socket);
    guests.busy(socket);
  }
  guests.open(c);
  expect(left(all)).toEqual([0, 1, 3, 4]);
  guests.idle(a);
  guests.open(d);
  expect(left(all)).toEqual([1, 3, 4]);
  d.destroy();
  await new Promise((done) => d.once("close", done));
  guests.open(e);
  expect(left(all)).toEqual([1, 4]);
});
