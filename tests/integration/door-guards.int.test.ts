import { createHash } from "node:crypto";
import { connect } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { elemeSign } from "@/server/adapters/channels/eleme/sign";
import { writeForm } from "@/server/adapters/channels/form";
import { type Context, createContext } from "@/server/context";
import type { WireRequest } from "@/server/world/wire/request";
import { cableTo, type Door, openDoor } from "./door";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";

let huiliu: Huiliu;
let door: Door;
beforeEach(async () => {
  huiliu = await freshHuiliu();
  door = await openDoor(huiliu.context);
});
afterEach(async () => {
  await door.stop();
  await huiliu.close();
});

const count = async (sql: string): Promise<number> => {
  const [row] = await huiliu.context.db.unsafe<{ n: number }[]>(sql);
  return Number(row?.n);
};

/** A push of 饿了么, rightly signed, about an order with this number. */
async function elemePush(orderId: string): Promise<WireRequest> {
  const catalog = await huiliu.context.catalog.get();
  const account = [...catalog.accounts.values()].find((a) => a.code === "eleme-1");
  const fields = {
    cmd: "order.status.push",
    body: JSON.stringify({ order_id: orderId, status: 9 }),
    source: account?.appId ?? "",
    timestamp: String(Math.floor(Date.now() / 1000)),
    ticket: "T".repeat(36),
    version: "3",
    encrypt: "",
  };
  const sign = elemeSign(fields, huiliu.context.secrets.accounts["eleme-1"] ?? "");
  return {
    method: "POST",
    path: "/callback/eleme",
    headers: {},
    contentType: "application/x-www-form-urlencoded",
    body: Buffer.from(writeForm({ ...fields, sign })),
  };
}

test("a push of 饿了么 whose body is an object verifies over its exact text, spaces and all", async () => {
  const catalog = await huiliu.context.catalog.get();
  const account = [...catalog.accounts.values()].find((a) => a.code === "eleme-1");
  const body = '{"order_id": "8012345678901234567" , "status":9}';
  const fields = {
    cmd: "order.status.push",
    body,
    source: account?.appId ?? "",
    timestamp: String(Math.floor(Date.now() / 1000)),
    ticket: "T".repeat(36),
    version: "3",
    encrypt: "",
  };
  const sign = elemeSign(fields, huiliu.context.secrets.accounts["eleme-1"] ?? "");
  const { body: _, ...rest } = fields;
  const sent = JSON.stringify({ ...rest, sign }).replace(/}$/, `,"body":${body}}`);
  const wire = { method: "POST" as const, path: "/callback/eleme", headers: {} };
  const answer = await door.send({
    ...wire,
    contentType: "application/json",
    body: Buffer.from(sent),
  });
  expect(JSON.parse(answer.text)).toMatchObject({ cmd: "resp.order.status.push" });
  expect(await count("select count(*) n from inbox")).toBe(1);
});

test("the same number with other content: acknowledged and a case, 409 for who waits for the verdict", async () => {
  const told = (qty: number) =>
    ownOrder({ channel_order_id: "twice", day_seq: 7 }, [{ sku: "K0001", qty }]);
  const waits = (body: string) => {
    const wire = door.sign(body);
    return { ...wire, headers: { ...wire.headers, Prefer: "wait" } };
  };
  await door.send(door.sign(told(1)));
  await huiliu.drain();
  expect((await door.send(waits(told(1)))).status).toBe(200);
  const other = await door.send(waits(told(2)));
  expect([other.status, JSON.parse(other.text).code]).toEqual([409, "CONTENT_CONFLICT"]);
  expect((await door.send(door.sign(told(3)))).status).toBe(200);
  await huiliu.drain();
  expect(
    await count("select count(*) n from exception_cases where code = 'CONTENT_CONFLICT'"),
  ).toBe(1);
});

test("an amount above its account's ceiling is held for people; one that can be none counts for nothing", async () => {
  const paid = (no: string, fen: number) =>
    ownOrder({ channel_order_id: no }, [{ sku: "K0001", qty: 1, fen }]);
  for (let i = 0; i < 3; i += 1)
    await huiliu.tell("app-1", "order", paid(`m${i}`, Number.MAX_SAFE_INTEGER));
  await huiliu.tell("app-1", "order", paid("high", 5_000_100));
  await huiliu.tell("app-1", "order", paid("fine", 5_000_000));
  await huiliu.drain();
  const rows = await huiliu.context.db`
    select external_no as no, money_held as held from orders order by external_no`;
  expect([...rows]).toEqual([
    { no: "fine", held: false },
    ...["high", "m0", "m1", "m2"].map((no) => ({ no, held: true })),
  ]);
  const sums = await huiliu.context
    .db`select sum(paid_fen)::text as fen from orders where external_no like 'm%'`;
  expect(Number(sums[0]?.fen)).toBeLessThan(1e12);
  expect(await huiliu.verify()).toEqual([]);
});

test("a key in an address that is no text is 400, a checkout for more than anybody buys as well", async () => {
  for (const path of ["%zz", "%00aaaa", "%E0%A4%A"]) {
    const wire = door.sign("{}", { path: `/api/open/v1/channels/app/reservations/${path}/extend` });
    expect([path, (await door.send(wire)).status]).toEqual([path, 400]);
  }
  const hold = { reservation_key: "k1", store_code: "store_s01" };
  const wish = (body: object) =>
    door.send(door.sign(JSON.stringify(body), { path: "/api/open/v1/channels/app/reservations" }));
  const much = await wish({ ...hold, items: [{ sku_code: "K0001", qty: 100_000 }] });
  expect(much.status).toBe(400);
  const nul = await wish({
    ...hold,
    reservation_key: "a\u0000",
    items: [{ sku_code: "K0001", qty: 1 }],
  });
  expect(nul.status).toBe(400);
});

test("a signed push whose order number no column can hold is refused, and none of its neighbours", async () => {
  const wires = await Promise.all(["a\u0000b", "x".repeat(129)].map((no) => elemePush(no)));
  const honest = Array.from({ length: 20 }, () => door.sign(ownOrder()));
  const answers = await Promise.all([...wires, ...honest].map((wire) => door.send(wire)));
  expect(answers.slice(0, 2).map((a) => a.status)).toEqual([400, 400]);
  expect(answers.slice(2).every((a) => a.status === 200)).toBe(true);
  expect(await count("select count(*) n from inbox")).toBe(20);
});

test("a message that the log's table refuses is refused alone", async () => {
  const bodies = Array.from({ length: 20 }, () => ownOrder());
  const odd = createHash("sha256")
    .update(bodies[7] ?? "")
    .digest("hex");
  await huiliu.context.db.unsafe(
    `alter table inbox add constraint odd check (encode(sha256, 'hex') <> '${odd}')`,
  );
  const answers = await Promise.all(bodies.map((body) => door.send(door.sign(body))));
  expect(answers.map((a) => a.status)).toEqual(
    Array.from({ length: 20 }, (_, i) => (i === 7 ? 503 : 200)),
  );
});

test("a cancel with a zero character in its reason cancels; halves of characters as well", async () => {
  for (const [no, reason] of [
    ["z1", "\\u0000不要了"],
    ["z2", "\\ud800不要了"],
  ]) {
    await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: no }));
    await huiliu.drain();
    const cancel = `{"event":"order.cancelled","event_id":"${no}","occurred_at":"${new Date().toISOString()}","order":{"channel_order_id":"${no}","reason":"${reason}"}}`;
    expect((await door.send(door.sign(cancel))).status).toBe(200);
    await huiliu.drain();
  }
  expect(await count("select count(*) n from orders where trade = 'cancelled'")).toBe(2);
  expect(await count("select count(*) n from dead_letters")).toBe(0);
  expect(await huiliu.verify()).toEqual([]);
});

test("a number with a zero character inside is not taken for another order's", async () => {
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "n1" }));
  await huiliu.tell("app-1", "order", ownOrder({ channel_order_id: "n\u00001" }));
  await huiliu.drain();
  expect(await count("select count(*) n from orders")).toBe(1);
  expect(await count("select count(*) n from dead_letters where code = 'BAD_FIELD'")).toBe(1);
});

type Cable = Awaited<ReturnType<typeof cableTo>>;
type OtherDoor = Awaited<ReturnType<typeof openDoor>>;

/** A door whose database is at the end of a cable. */
async function overCable(work: (other: OtherDoor, cable: Cable) => Promise<void>): Promise<void> {
  const cable = await cableTo(huiliu.database.url);
  const context: Context = createContext(huiliu.context.config, cable.url, {
    name: "cable",
    connections: 4,
  });
  const other = await openDoor(context);
  try {
    await work(other, cable);
  } finally {
    await cable.close();
    await other.stop();
    await context.db.end({ timeout: 0 });
  }
}

test("the same signed bytes after a 503 are taken: a nonce counts when its request was kept", async () => {
  await overCable(async (other, cable) => {
    await other.send(other.sign(ownOrder()));
    const wire = other.sign(ownOrder({ channel_order_id: "again" }));
    await cable.cut();
    expect((await other.send(wire)).status).toBe(503);
    await cable.mend();
    const statuses: number[] = [];
    while (statuses.at(-1) !== 200 && statuses.length < 200)
      statuses.push((await other.send(wire)).status);
    expect(new Set(statuses)).not.toContain(409);
    expect(statuses.at(-1)).toBe(200);
    expect((await other.send(wire)).status).toBe(409);
  });
});

/** Send a head and no body, and read what comes. */
function headOnly(port: number, head: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(head));
    socket.on("data", (chunk) => {
      resolve(chunk.toString("latin1").split("\r\n")[0] ?? "");
      socket.destroy();
    });
    socket.on("error", reject);
  });
}

test("who is not known is answered before a byte of his body is read", async () => {
  const post = (path: string, key = "") =>
    headOnly(
      door.port,
      `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n${key}\r\n`,
    );
  expect(await post("/nowhere")).toBe("HTTP/1.1 404 Not Found");
  expect(await post("/api/open/v1/channels/app/orders")).toBe("HTTP/1.1 401 Unauthorized");
  expect(await post("/api/open/v1/channels/app/orders", "x-app-key: nobody\r\n")).toBe(
    "HTTP/1.1 401 Unauthorized",
  );
  expect(await post("/api/open/v1/channels/app/unheard")).toBe("HTTP/1.1 404 Not Found");
});

test("health: ready while what is sent is kept, alive all the same when it is not", async () => {
  await overCable(async (other, cable) => {
    expect(JSON.parse((await other.get("/healthz")).text)).toMatchObject({
      alive: true,
      ready: true,
    });
    await cable.cut();
    await expect.poll(async () => (await other.get("/healthz")).status).toBe(503);
    expect((await other.get("/livez")).status).toBe(200);
    await cable.mend();
    await expect.poll(async () => (await other.get("/healthz")).status).toBe(200);
  });
});

test("whoever asks while the database is silent is answered 503, as whoever sends is", async () => {
  await overCable(async (other, cable) => {
    await other.send(other.sign(ownOrder()));
    cable.stall();
    const asks = [
      other.sign("", { path: "/api/open/v1/rider-tasks", account: "rider-app", method: "GET" }),
      other.sign("{}", { path: "/api/open/v1/channels/app/reservations/k1/release" }),
      other.sign(ownOrder()),
    ];
    const answers = await Promise.all(asks.map((wire) => other.send(wire)));
    expect(answers.map((a) => a.status)).toEqual([503, 503, 503]);
  });
});
