import { io, type Socket } from "socket.io-client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { showId } from "@/server/domain/kernel/ids";
import { ownOrder } from "./huiliu";
import { openWebStand, type WebStand } from "./web-stand";

const MANY = 20_000;
const SOCKETS = 6;
const CHIEF = "service@demo.huiliu";
/** Of store 1. */
const MANAGER = "store@demo.huiliu";

type Hint = { entity: string; id?: string; storeId?: number };
let stand: WebStand;
let open: Socket[] = [];

beforeEach(async () => {
  stand = await openWebStand({ HUILIU_SOCKETS_PER_ADDRESS: String(SOCKETS) });
});
afterEach(async () => {
  for (const socket of open) socket.disconnect();
  open = [];
  await stand.close();
});

function knock(headers: Record<string, string>, auth: Record<string, unknown> = {}): Socket {
  const socket = io(`http://127.0.0.1:${stand.port}`, {
    transports: ["websocket"],
    extraHeaders: headers,
    reconnection: false,
    forceNew: true,
    auth,
  });
  open.push(socket);
  return socket;
}

/** Resolves when a message of this name comes. */
const heard = (socket: Socket, name: string): Promise<void> =>
  new Promise((done) => {
    socket.once(name, () => done());
  });

/** @returns why not; null when it is open */
const outcome = (socket: Socket): Promise<string | null> =>
  new Promise((done) => {
    socket.once("connect", () => done(null));
    socket.once("connect_error", (error) => done(error.message));
  });

async function socketOf(cookie: string): Promise<Socket> {
  const socket = knock({ cookie });
  expect(await outcome(socket)).toBeNull();
  return socket;
}

/** @returns how often a message of this name came so far */
function counted(socket: Socket, name: string): () => number {
  let n = 0;
  socket.on(name, () => {
    n += 1;
  });
  return () => n;
}

type Hints = { told: string[]; until: (wanted: string) => Promise<void> };

function hintsOf(socket: Socket): Hints {
  const told: string[] = [];
  const waiting = new Map<string, () => void>();
  socket.on("hint", ({ entity, id, storeId }: Hint) => {
    const hint = [entity, ...(id ? [id] : []), ...(storeId ? [`@${storeId}`] : [])].join(" ");
    told.push(hint);
    waiting.get(hint)?.();
  });
  const until = (wanted: string) =>
    told.includes(wanted)
      ? Promise.resolve()
      : new Promise<void>((done) => waiting.set(wanted, done));
  return { told, until };
}

async function enterScreen(): Promise<string> {
  const { kiosk } = stand.huiliu.context.secrets;
  return (await stand.ask(`/screen?token=${kiosk}`)).cookies.join("; ");
}

test("sockets: a page of somebody else opens none, ours does", async () => {
  const cookie = await stand.cookieOf(CHIEF);
  for (const origin of ["https://evil.example", "null", `${stand.origin}.evil.example`])
    expect(await outcome(knock({ cookie, origin })), origin).not.toBeNull();
  expect(await outcome(knock({ cookie, origin: stand.origin }))).toBeNull();
  expect(await outcome(knock({ origin: stand.origin }))).toBe("unauthorised");
});

test("sockets: they end with their session", async () => {
  const cookie = await stand.cookieOf(CHIEF);
  const socket = await socketOf(cookie);
  const headers = { cookie, origin: stand.origin };
  const out = await stand.ask("/api/auth/sign-out", { method: "POST", headers, body: {} });
  expect(out.status).toBe(200);
  await heard(socket, "disconnect");
  // Nor does what the cookie says for a minute open another.
  expect(await outcome(knock({ cookie }))).toBe("unauthorised");
});

test("sockets: they end with a change of role", async () => {
  const socket = await socketOf(await stand.cookieOf(CHIEF));
  await stand.huiliu.context.db`
    update users set role = 'store', store_id = 3 where email = ${CHIEF}`;
  await heard(socket, "disconnect");
});

test("sockets: a screen's ends with its token, and a cookie that was tampered with opens none", async () => {
  const cookie = await enterScreen();
  const socket = await socketOf(cookie);
  const last = cookie.at(-1) === "0" ? "1" : "0";
  expect(await outcome(knock({ cookie: cookie.slice(0, -1) + last }))).toBe("unauthorised");
  // The token itself opens the page once, and no socket.
  const { kiosk } = stand.huiliu.context.secrets;
  expect(await outcome(knock({}, { token: kiosk }))).toBe("unauthorised");
  await stand.huiliu.context.db`update screen_tokens set revoked_at = now()`;
  await heard(socket, "disconnect");
  expect(await outcome(knock({ cookie }))).toBe("unauthorised");
});

test("sockets: the wall is told to the chain and to screens, not to a store's manager", async () => {
  const manager = await socketOf(await stand.cookieOf(MANAGER));
  const screen = await socketOf(await enterScreen());
  const seen = [counted(manager, "snapshot"), counted(manager, "delta")];
  const hints = hintsOf(screen);
  manager.emit("screen:join", {});
  screen.emit("hints:join", { rooms: ["orders"] });
  screen.emit("screen:join", {});
  await heard(screen, "snapshot");
  const chief = await socketOf(await stand.cookieOf(CHIEF));
  chief.emit("screen:join", {});
  await heard(chief, "snapshot");
  // What was sent to the manager before would have come before this.
  const { until } = hintsOf(manager);
  manager.emit("hints:join", { rooms: ["inventory"] });
  await until("inventory");
  expect(seen.map((count) => count())).toEqual([0, 0]);
  expect(hints.told).toEqual([]);
});

async function placed(store: number): Promise<string> {
  const { huiliu } = stand;
  const no = `SOCK-${store}-${huiliu.context.clock.now()}`;
  const body = ownOrder({ channel_order_id: no, store_code: `store_s0${store}` });
  await huiliu.tell("app-1", "order", body);
  await huiliu.drain();
  const [row] = await huiliu.context.db<{ id: number }[]>`
    select id from orders where external_no = ${no}`;
  return showId("order", row?.id ?? 0);
}

test("sockets: a store's manager is let into the rooms of that store only", async () => {
  const [own, foreign] = [await placed(1), await placed(2)];
  const manager = await socketOf(await stand.cookieOf(MANAGER));
  const { told, until } = hintsOf(manager);
  const rooms = ["orders", "exceptions", "dead-letters", "inventory", "cell:1:1", "cell:2:1"];
  const all = [...rooms, `order:${own}`, `order:${foreign}`, "secrets", "orders@2"];
  manager.emit("hints:join", { rooms: all });
  await until(`order ${own}`);
  manager.emit("hints:join", { rooms: [...all, "cell:1:2"] });
  await until("cell 1:2");
  expect(new Set(told)).toEqual(
    new Set(["orders", "exceptions", "inventory", "cell 1:1", `order ${own}`, "cell 1:2"]),
  );
});

test("sockets: a store's manager hears of that store's orders only, the chain of all", async () => {
  const [manager, chief] = [await ordersOf(MANAGER), await ordersOf(CHIEF)];
  await Promise.all([manager.until("orders"), chief.until("orders")]);
  await placed(2);
  await chief.until("orders @2");
  await placed(1);
  await Promise.all([manager.until("orders @1"), chief.until("orders @1")]);
  expect(manager.told).not.toContain("orders @2");
});

/** Hints of somebody who looks at the list of orders. */
async function ordersOf(email: string): Promise<Hints> {
  const socket = await socketOf(await stand.cookieOf(email));
  const hints = hintsOf(socket);
  socket.emit("hints:join", { rooms: ["orders"] });
  return hints;
}

test("sockets: who begins to look at dead letters is told after the first look at them, whatever came in between", async () => {
  const socket = await socketOf(await stand.cookieOf(CHIEF));
  let n = 0;
  const twice = new Promise<void>((done) =>
    socket.on("hint", ({ entity }: Hint) => {
      n += Number(entity === "dead-letters");
      if (n === 2) done();
    }),
  );
  socket.emit("hints:join", { rooms: ["dead-letters"] });
  await twice;
  expect(n).toBe(2);
});

test.each([
  ["screen:join", {}],
  ["hints:join", { rooms: ["orders"] }],
  ["nothing:known", { a: 1 }],
])("sockets: who sends %s twenty thousand times is cut off", async (name, body) => {
  const socket = await socketOf(await stand.cookieOf(CHIEF));
  const snapshots = counted(socket, "snapshot");
  const ended = heard(socket, "disconnect");
  for (let i = 0; i < MANY; i += 1) socket.emit(name, body);
  await ended;
  expect(snapshots()).toBeLessThanOrEqual(11);
});

test("sockets: a message larger than any we know ends the socket", async () => {
  const socket = await socketOf(await stand.cookieOf(CHIEF));
  const ended = heard(socket, "disconnect");
  socket.emit("hints:join", { rooms: ["x".repeat(20_000)] });
  await ended;
});

test("sockets: what is no question is no harm", async () => {
  const socket = await socketOf(await stand.cookieOf(CHIEF));
  for (const name of ["screen:join", "screen:resume", "ack", "hints:join"])
    for (const body of [null, 7, "x", [], { seq: "7", since: {}, epoch: 7, rooms: 7 }])
      socket.emit(name, body);
  const { until } = hintsOf(socket);
  socket.emit("hints:join", { rooms: ["orders"] });
  await until("orders");
});

test("sockets: one address has so many, and one that ends makes room", async () => {
  const cookie = await stand.cookieOf(CHIEF);
  for (let i = 0; i < SOCKETS; i += 1) await socketOf(cookie);
  expect(await outcome(knock({ cookie }))).not.toBeNull();
  const gone = heard(open[0] as Socket, "disconnect");
  open[0]?.disconnect();
  await gone;
  await expect.poll(() => outcome(knock({ cookie })), { timeout: 10_000 }).toBeNull();
});
