import { createHash } from "node:crypto";
import { Agent } from "node:http";
import { inflateRawSync } from "node:zlib";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Context, createContext } from "@/server/context";
import { signedOrderRequests } from "@/server/world/life/signed-order";
import type { WireRequest } from "@/server/world/wire/request";
import { type Cable, cableTo, type Door, openDoor } from "./door";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";

/** Of an order of our own contract. */
const BODY_BYTES_MAX = 1024 * 1024;

let huiliu: Huiliu;
let door: Door;
const drains: Promise<void>[] = [];

beforeEach(async () => {
  huiliu = await freshHuiliu();
  door = await openDoor(huiliu.context);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await door.stop();
  await Promise.all(drains.splice(0));
  await huiliu.close();
});

const count = async (sql: string): Promise<number> => {
  const [row] = (await huiliu.context.db.unsafe(sql)) as unknown as { n: number }[];
  return Number(row?.n);
};
const stored = () => count("select count(*) n from inbox");
/** What was refused since the start, by code; the gateway writes it down at the latest when it stops. */
const refusals = async (): Promise<Record<string, number>> => {
  await door.stop();
  const rows = await huiliu.context.db<{ code: string; n: number }[]>`
    select code, sum(count)::int as n from security_events group by 1`;
  return Object.fromEntries(rows.map((row) => [row.code, row.n]));
};
const withHeader = (wire: WireRequest, name: string, value: string | null): WireRequest => {
  const { [name]: _, ...rest } = wire.headers;
  return { ...wire, headers: value === null ? rest : { ...rest, [name]: value } };
};
const code = (text: string): unknown => (JSON.parse(text) as { code: unknown }).code;

test("T16: a wrong, an absent, a shortened and somebody else's signature, an altered body: nothing is stored, each is counted", async () => {
  const wire = door.sign(ownOrder());
  const right = wire.headers["X-Signature"] ?? "";
  const foreign = door.sign(wire.body, { account: "mini-1" }).headers["X-Signature"] ?? "";
  const broken = [
    withHeader(
      wire,
      "X-Signature",
      right.replace(/^./, (c) => (c === "0" ? "1" : "0")),
    ),
    withHeader(wire, "X-Signature", null),
    withHeader(wire, "X-Signature", right.slice(0, 32)),
    withHeader(wire, "X-Signature", `${right}0`),
    withHeader(wire, "X-Signature", right.toUpperCase()),
    withHeader(wire, "X-Signature", foreign),
    { ...wire, body: Buffer.from(wire.body.toString().replace('"qty":1', '"qty":9')) },
    { ...wire, path: `${wire.path}?x=1` },
  ];
  for (const one of broken) {
    const answer = await door.send(one);
    expect([answer.status, code(answer.text)]).toEqual([401, "BAD_SIGNATURE"]);
  }
  const unknown = await door.send(withHeader(wire, "X-App-Key", "nobody"));
  expect([unknown.status, code(unknown.text)]).toEqual([401, "UNKNOWN_ACCOUNT"]);
  expect(await stored()).toBe(0);
  expect((await door.send(wire)).status).toBe(200);
  expect(await stored()).toBe(1);
  expect(await refusals()).toEqual({ BAD_SIGNATURE: broken.length, UNKNOWN_ACCOUNT: 1 });
});

test("T16: a signature is good for 300 s to either side: 299 in, 301 out", async () => {
  const now = Math.floor(Date.now() / 1000) * 1000;
  for (const [offset, status] of [
    [-299_000, 200],
    [299_000, 200],
    [-301_000, 401],
    [301_000, 401],
  ] as const) {
    const wire = door.sign(ownOrder(), { atMs: now });
    door.clock.shiftMs = now - Date.now() + offset;
    const answer = await door.send(wire);
    expect([offset, answer.status]).toEqual([offset, status]);
    if (status === 401) expect(code(answer.text)).toBe("STALE");
  }
  expect(await stored()).toBe(2);
  door.clock.shiftMs = 0;
  expect(await refusals()).toEqual({ STALE: 2 });
});

test("T16: a replayed nonce is 409, stores nothing and is counted; a nonce too short is 400", async () => {
  const wire = door.sign(ownOrder());
  expect((await door.send(wire)).status).toBe(200);
  const again = await door.send(wire);
  expect([again.status, code(again.text)]).toEqual([409, "REPLAY"]);
  const short = await door.send(door.sign(ownOrder(), { nonce: "short" }));
  expect([short.status, code(short.text)]).toEqual([400, "BAD_NONCE"]);
  expect(await stored()).toBe(1);
  expect(await refusals()).toEqual({ REPLAY: 1, MALFORMED: 1 });
});

test("a body of 1 MiB is taken, one byte more is 413, and the connection is still good", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const empty = ownOrder({ remark: "" });
    const full = empty.replace(
      '"remark":""',
      `"remark":"${"x".repeat(BODY_BYTES_MAX - Buffer.byteLength(empty))}"`,
    );
    expect(Buffer.byteLength(full)).toBe(BODY_BYTES_MAX);
    const taken = await door.send(door.sign(full), agent);
    const large = await door.send(door.sign(`${full} `), agent);
    const after = await door.send(door.sign(ownOrder()), agent);
    expect([taken.status, large.status, after.status]).toEqual([200, 413, 200]);
    expect(code(large.text)).toBe("TOO_LARGE");
    expect(new Set([taken.localPort, large.localPort, after.localPort]).size).toBe(1);
    expect(await stored()).toBe(2);
  } finally {
    agent.destroy();
  }
});

test("415 for what is neither JSON, form nor CSV, 405 for other methods, 404 for unknown paths; OpenAPI is served", async () => {
  const wire = door.sign(ownOrder());
  expect((await door.send({ ...wire, contentType: "image/png" })).status).toBe(415);
  expect((await door.send({ ...wire, method: "PUT" as "POST" })).status).toBe(405);
  for (const path of ["/", "/nowhere", "/api/open/v1/channels/app/elsewhere", "/callback"]) {
    const answer = await door.get(path);
    expect([path, answer.status, code(answer.text)]).toEqual([path, 404, "NO_ROUTE"]);
  }
  const openApi = await door.get("/openapi.json");
  const document = JSON.parse(openApi.text) as { openapi: string; paths: Record<string, unknown> };
  expect(document.openapi).toMatch(/^3\.1/);
  expect(Object.keys(document.paths)).toContain("/api/open/v1/channels/{channel}/orders");
  expect(await stored()).toBe(0);
});

test("broken bodies are kept and put aside with a cause, never a 5xx, never an order, never a changed prototype", async () => {
  const good = ownOrder({ channel_order_id: "good" });
  const broken: (string | Buffer)[] = [
    "[".repeat(200_000),
    `{"a":`.repeat(100_000),
    Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
    '{"__proto__":{"isAdmin":true},"event":"order.created"}',
    '{"constructor":{"prototype":{"isAdmin":true}},"event":"order.created","order":{"__proto__":{"x":1}}}',
    "null",
    "[]",
    '"text"',
    "",
    "\u0000",
    good.slice(0, -20),
    good.replace('"items":[', '"items":[null,'),
    good.replace(/"qty":1/, '"qty":1e400'),
    good.replace(/"qty":1/, '"qty":-1'),
  ];
  for (const body of broken) {
    const answer = await door.send(door.sign(body));
    expect([body.slice(0, 30), answer.status]).toEqual([body.slice(0, 30), 200]);
  }
  const pings = (body: string) =>
    door.send(door.sign(body, { path: "/api/open/v1/rider-pings", account: "rider-app" }));
  for (const body of [
    "[".repeat(200_000),
    "null",
    '{"pings":[null]}',
    '{"pings":[{"lng_e6":1.5}]}',
  ])
    expect((await pings(body)).status).toBe(400);
  expect((await door.send(door.sign(good))).status).toBe(200);
  await huiliu.drain();
  expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
  expect(await count("select count(*) n from orders")).toBe(1);
  expect(await count("select count(*) n from orders where external_no = 'good'")).toBe(1);
  expect(await count("select count(*) n from dead_letters where cause <> ''")).toBe(broken.length);
  expect(await huiliu.verify()).toEqual([]);
});

test("T15: a burst of 5 is let in exactly, the 6th is 429 with Retry-After, one more after a second", async () => {
  await huiliu.context
    .db`update channel_accounts set config = config || '{"ratePerSecond": 1, "burst": 5}' where code = 'app-1'`;
  await huiliu.context.catalog.refresh();
  const start = Date.now();
  vi.spyOn(Date, "now").mockImplementation(() => start);
  const knock = async () => (await door.send(door.sign(ownOrder()))).status;
  const first = [];
  for (let i = 0; i < 7; i += 1) first.push(await knock());
  expect(first).toEqual([200, 200, 200, 200, 200, 429, 429]);
  const refused = await door.send(door.sign(ownOrder()));
  expect([code(refused.text), refused.headers["retry-after"]]).toEqual(["LIMITED", "1"]);
  door.clock.shiftMs = 1_000;
  expect([await knock(), await knock()]).toEqual([200, 429]);
  door.clock.shiftMs = -3_600_000;
  expect(await knock()).toBe(429);
  vi.restoreAllMocks();
  expect(await stored()).toBe(6);
  expect(await refusals()).toEqual({ LIMITED: 5 });
});

test("I7: every acknowledged body is in the log to the byte, packed or not, from every channel", async () => {
  const { config, secrets } = huiliu.context;
  const world = signedOrderRequests(7, config.callbackBase, secrets.accounts);
  const wires: WireRequest[] = Array.from({ length: 60 }, () => world.next(Date.now()));
  wires.push(door.sign("{}"), door.sign(`{"x":"${"汇".repeat(3_000)}"}`));
  const answers = await Promise.all(wires.map((wire) => door.send(wire)));
  expect(answers.filter((answer) => answer.status !== 200)).toEqual([]);
  const sealed = await huiliu.context.db<{ sha256: Buffer; body: Buffer; encoding: number }[]>`
    select sha256, body, encoding from inbox`;
  expect(sealed.every((row) => row.encoding >= 2)).toBe(true);
  const rows = await huiliu.context.bodies.open(sealed);
  const unpacked = rows.map((row) => (row.encoding === 1 ? inflateRawSync(row.body) : row.body));
  rows.forEach((row, i) => {
    const digest = createHash("sha256").update(unpacked[i]!).digest("hex");
    expect(digest).toBe(row.sha256.toString("hex"));
  });
  expect(rows.some((row) => row.encoding === 1) && rows.some((row) => row.encoding === 0)).toBe(
    true,
  );
  const sorted = (bodies: Buffer[]) => bodies.map((body) => body.toString("hex")).sort();
  expect(sorted(unpacked)).toEqual(sorted(wires.map((wire) => wire.body)));
});

/** A second Huiliu on the same database, by a cable that can be blocked. */
async function onCable<T>(work: (door: Door, cable: Cable) => Promise<T>): Promise<T> {
  const cable = await cableTo(huiliu.database.url);
  const context: Context = createContext(huiliu.context.config, cable.url, {
    name: "cable",
    connections: 4,
  });
  const other = await openDoor(context);
  try {
    return await work(other, cable);
  } finally {
    await cable.close();
    await other.stop();
    await context.db.end({ timeout: 0 });
  }
}

async function timed(work: Promise<{ status: number; text: string }>) {
  const since = performance.now();
  const { status, text } = await work;
  return { status, code: code(text), isSoon: performance.now() - since < 3_000 };
}
const REFUSED = { status: 503, code: "UNAVAILABLE", isSoon: true };

test("T6: the database is gone: no acknowledgement, a refusal within 3 s", () =>
  onCable(async (other, cable) => {
    expect((await other.send(other.sign(ownOrder()))).status).toBe(200);
    await cable.cut();
    expect(await timed(other.send(other.sign(ownOrder())))).toEqual(REFUSED);
    expect(await stored()).toBe(1);
  }));

test("T6: the database was never there: no acknowledgement, a refusal within 3 s", () =>
  onCable(async (other, cable) => {
    cable.stall();
    expect(await timed(other.send(other.sign(ownOrder())))).toEqual(REFUSED);
    expect(await stored()).toBe(0);
  }));

test("T6: the database hangs: those who wait and those who come later are refused within 3 s", () =>
  onCable(async (other, cable) => {
    expect((await other.send(other.sign(ownOrder()))).status).toBe(200);
    cable.stall();
    const waiting = Array.from({ length: 40 }, () => timed(other.send(other.sign(ownOrder()))));
    expect(new Set((await Promise.all(waiting)).map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify(REFUSED)]),
    );
    // What the gateway holds of shops and accounts is old by now and cannot be read anew.
    const now = Date.now.bind(Date);
    vi.spyOn(Date, "now").mockImplementation(() => now() + 60_000);
    expect(await timed(other.send(other.sign(ownOrder())))).toEqual(REFUSED);
    expect(await stored()).toBe(1);
  }));

test("Prefer: wait answers with the verdict: reserved, or short and by how much", async () => {
  await huiliu.context
    .db`update stock set on_hand = 2, opening_pieces = 2, safety = 0 where store_id = 1 and sku_id = 5`;
  const waiting = await openDoor(huiliu.context, () => void drains.push(huiliu.drain()));
  try {
    const ask = (qty: number) =>
      waiting.send(withHeader(door.sign(ownOrder({}, [{ sku: "K0005", qty }])), "Prefer", "wait"));
    const first = await ask(2);
    const second = await ask(3);
    expect(JSON.parse(first.text)).toMatchObject({ code: 0, stock: "reserved" });
    expect(JSON.parse(second.text)).toMatchObject({ code: 0, stock: "short" });
    expect((JSON.parse(second.text) as { order_id: string }).order_id).toMatch(/^ord_/);
  } finally {
    await waiting.stop();
  }
});

test("one order on 32 connections at once, 96 times, is acknowledged each time and taken once", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  try {
    const body = ownOrder({ channel_order_id: "crowd" }, [{ sku: "K0001", qty: 2 }]);
    const answers = await Promise.all(
      Array.from({ length: 96 }, () => door.send(door.sign(body), agent)),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(new Set(answers.map((answer) => answer.localPort)).size).toBeGreaterThan(16);
  } finally {
    agent.destroy();
  }
  await Promise.all([huiliu.drain(), huiliu.drain(), huiliu.drain()]);
  expect(await count("select count(*) n from orders")).toBe(1);
  expect(await count("select sum(qty) n from reservations where state = 'confirmed'")).toBe(2);
  expect(await huiliu.verify()).toEqual([]);
});
