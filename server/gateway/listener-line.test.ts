import { type AddressInfo, connect, type Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { gatewayListener } from "./http/listener";

/** Room for so few that one sender's requests would fill it, if they counted before their turn. */
const ROOM = { underWay: 3, readers: 100 };
const AHEAD_MAX = 8;

let server: ReturnType<typeof gatewayListener>;
let origin: string;
let knocked: string[];
/** Lets whoever knocked for the n-th time in. */
let letIn: (() => void)[];
const open: Socket[] = [];

beforeEach(async () => {
  [knocked, letIn] = [[], []];
  const knock = ({ path }: { path: string }) => {
    knocked.push(path);
    return new Promise<null>((done) => letIn.push(() => done(null)));
  };
  server = gatewayListener(
    { knock },
    { health: () => ({ ready: true, why: null }), openApi: "{}", room: ROOM },
  );
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
  for (const go of letIn) go();
  server.closeAllConnections();
  server.close();
});

/** A connection that sends so many requests at once, without waiting for answers. */
function sendAhead(name: string, count: number): Socket {
  const socket = connect(Number(new URL(origin).port), "127.0.0.1");
  open.push(socket);
  socket.on("error", () => null);
  const paths = Array.from({ length: count }, (_, i) => `/${name}${i}`);
  socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`).join(""));
  return socket;
}

test("requests sent ahead begin one after another, and count from then on", async () => {
  const answers: string[] = [];
  sendAhead("a", AHEAD_MAX).on("data", (chunk) => answers.push(String(chunk)));
  await expect.poll(() => knocked).toEqual(["/a0"]);
  expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  sendAhead("b", 1);
  await expect.poll(() => knocked).toEqual(["/a0", "/b0"]);
  letIn[0]?.();
  await expect.poll(() => knocked).toEqual(["/a0", "/b0", "/a1"]);
  for (let i = 2; i <= AHEAD_MAX; i += 1) {
    letIn[i]?.();
    await expect.poll(() => knocked.length).toBe(Math.min(i + 2, AHEAD_MAX + 1));
  }
  await expect.poll(() => answers.join("").split("HTTP/1.1 404").length - 1).toBe(AHEAD_MAX);
});

test("strangers who send without end are cut off, and whoever comes among them has the next turn", async () => {
  const strangers = Array.from({ length: 16 }, (_, i) => sendAhead(`s${i}-`, 2_000));
  await Promise.all(strangers.map((socket) => new Promise((ended) => socket.on("close", ended))));
  const before = knocked.length;
  expect(before).toBeLessThanOrEqual(strangers.length);
  for (const go of letIn) go();
  for (let i = 0; i < 10; i += 1) await nextTurn();
  expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  sendAhead("honest", 1);
  await expect.poll(() => knocked.slice(before)).toEqual(["/honest0"]);
});
