import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { gatewayListener } from "./http/listener";

const ROOM = { underWay: 40, readers: 10 };
const READY = { ready: true, why: null };
let server: ReturnType<typeof gatewayListener>;
let release: () => void;
afterEach(() => {
  release();
  server.closeAllConnections();
  server.close();
});

/** @param withBody whether who fills it sends what he said he would */
async function fullDoor(count: number, withBody = true): Promise<string> {
  const held = new Promise<void>((done) => {
    release = done;
  });
  const welcome = { ok: true, value: { bytesMax: 100, enter: () => held.then(() => OK) } } as const;
  const knock = (async () => welcome) as unknown as Parameters<typeof gatewayListener>[0]["knock"];
  server = gatewayListener({ knock }, { health: () => READY, openApi: "{}", room: ROOM });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const head =
    "POST /x HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n";
  for (let i = 0; i < count; i += 1) {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write(withBody ? `${head}{}` : head);
  }
  return `http://127.0.0.1:${port}`;
}
const OK = { status: 200, contentType: "application/json", body: "{}" };

test("a door that is full says so to senders and to whoever asks for its health, and is still alive", async () => {
  const origin = await fullDoor(ROOM.underWay + 1);
  await expect.poll(async () => (await fetch(`${origin}/healthz`)).status).toBe(503);
  expect(await (await fetch(`${origin}/healthz`)).json()).toMatchObject({
    ready: false,
    why: "too many requests under way",
  });
  expect((await fetch(`${origin}/livez`)).status).toBe(200);
  expect((await fetch(`${origin}/openapi.json`)).status).toBe(503);
  const json = { "content-type": "application/json" };
  const refused = await fetch(`${origin}/x`, { method: "POST", headers: json, body: "{}" });
  expect(refused.status).toBe(503);
  expect(refused.headers.get("retry-after")).toBe("1");
  release();
  await expect.poll(async () => (await fetch(`${origin}/healthz`)).status).toBe(200);
});

test("connections that begin a message and do not go on keep nobody out", async () => {
  const origin = await fullDoor(3 * ROOM.readers, false);
  release();
  const json = { "content-type": "application/json" };
  const sent = await fetch(`${origin}/x`, { method: "POST", headers: json, body: "{}" });
  expect(sent.status).toBe(200);
  expect((await fetch(`${origin}/healthz`)).status).toBe(200);
});
