import { afterEach, beforeEach, expect, test } from "vitest";
import { openWebStand, type WebStand } from "./web-stand";

const ADMIN = "admin@demo.huiliu";
const HERE = "127.0.0.2";
const ELSEWHERE = "127.0.0.3";
const MINUTE = 60_000;

let stand: WebStand;
beforeEach(async () => {
  // 127.0.0.9 is a proxy of ours.
  stand = await openWebStand({ HUILIU_TRUSTED_PROXIES: "127.0.0.9" });
});
afterEach(() => stand.close());

/** @returns how often each status was answered */
async function tryWrong(
  times: number,
  ask: (i: number) => { from: string; headers?: Record<string, string>; email?: string },
  at = stand,
): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (let i = 0; i < times; i += 1) {
    const { email = ADMIN, ...rest } = ask(i);
    const { status } = await at.signIn(email, `wrong-${i}`, rest);
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

test("sign-in: another X-Forwarded-For each time is still one address", async () => {
  const headers = (i: number) => ({ "x-forwarded-for": `203.0.113.${i + 1}` });
  const counts = await tryWrong(12, (i) => ({ from: HERE, headers: headers(i) }));
  expect(counts).toEqual({ 401: 5, 429: 7 });
});

test("sign-in: nor does the header we write ourselves count when it comes from outside", async () => {
  const headers = (i: number) => ({ "x-huiliu-address": `203.0.113.${i + 1}` });
  const counts = await tryWrong(12, (i) => ({ from: HERE, headers: headers(i) }));
  expect(counts).toEqual({ 401: 5, 429: 7 });
});

test("sign-in: behind a proxy of ours the right-most address that is none of ours counts", async () => {
  const told = (chain: string) => ({ from: "127.0.0.9", headers: { "x-forwarded-for": chain } });
  const spoofed = await tryWrong(8, (i) => told(`198.51.100.${i}, 203.0.113.5, 127.0.0.9`));
  expect(spoofed).toEqual({ 401: 5, 429: 3 });
  const other = await stand.signIn(ADMIN, stand.password, told("203.0.113.6"));
  expect(other.status).toBe(200);
});

test("sign-in: who is refused hears for how long, and the owner at another address gets in", async () => {
  await tryWrong(8, () => ({ from: HERE }));
  const refused = await stand.signIn(ADMIN, stand.password, { from: HERE });
  expect(refused.status).toBe(429);
  expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
  expect(Number(refused.headers["retry-after"])).toBeLessThanOrEqual(10);
  expect(JSON.parse(refused.body).message).toBe("尝试次数过多，请 10 秒后再试");
  expect((await stand.signIn(ADMIN, stand.password, { from: ELSEWHERE })).status).toBe(200);
});

test("sign-in: the wait grows, ends, and a right password clears it", async () => {
  const waits: number[] = [];
  for (let i = 0; i < 8; i += 1) {
    await tryWrong(i === 0 ? 5 : 1, () => ({ from: HERE }));
    const { headers } = await stand.signIn(ADMIN, stand.password, { from: HERE });
    waits.push(Number(headers["retry-after"]));
    stand.passTime(Number(headers["retry-after"]) * 1_000);
  }
  expect(waits.slice(0, 4)).toEqual([10, 20, 40, 80]);
  expect(Math.max(...waits)).toBeLessThanOrEqual(15 * 60);
  expect((await stand.signIn(ADMIN, stand.password, { from: HERE })).status).toBe(200);
  expect(await tryWrong(4, () => ({ from: HERE }))).toEqual({ 401: 4 });
});

test("sign-in: a clock that was ahead for hours makes nobody wait for longer than he is told", async () => {
  stand.passTime(12 * 60 * MINUTE);
  await tryWrong(8, () => ({ from: HERE }));
  await tryWrong(25, (i) => ({ from: `127.0.1.${i}` }));
  stand.passTime(-12 * 60 * MINUTE);
  const ask = () =>
    Promise.all([HERE, ELSEWHERE].map((from) => stand.signIn(ADMIN, "wrong", { from })));
  const refused = await ask();
  expect(refused.map((a) => a.status)).toEqual([429, 429]);
  const waits = refused.map((a) => Number(a.headers["retry-after"]));
  expect(Math.max(...waits)).toBeLessThanOrEqual(30);
  stand.passTime(Math.max(...waits) * 1_000);
  expect((await stand.signIn(ADMIN, "wrong", { from: HERE })).status).toBe(401);
  stand.passTime(MINUTE);
  expect((await stand.signIn(ADMIN, "wrong", { from: ELSEWHERE })).status).toBe(401);
});

test("sign-in: many addresses at one account slow each other down; its owner waits half a minute at most", async () => {
  const counts = await tryWrong(24, (i) => ({ from: `127.0.1.${Math.floor(i / 4) + 1}` }));
  expect(counts).toEqual({ 401: 20, 429: 4 });
  const owner = await stand.signIn(ADMIN, stand.password, { from: ELSEWHERE });
  expect(owner.status).toBe(429);
  expect(Number(owner.headers["retry-after"])).toBeLessThanOrEqual(30);
  stand.passTime(30_000);
  expect((await stand.signIn(ADMIN, stand.password, { from: ELSEWHERE })).status).toBe(200);
});

/** Ten strangers ask once each, all at once, with passwords that are wrong; then a quarter of a second passes. */
async function pollOnce(at: readonly WebStand[] = [stand]): Promise<number[]> {
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      at[i % at.length]?.signIn(ADMIN, "wrong-password", { from: `127.0.1.${i + 1}` }),
    ),
  );
  stand.passTime(250);
  return answers.map((answer) => answer?.status ?? 0);
}

test("sign-in: ten strangers who never stop do not keep an owner out, at an address that the account never saw", async () => {
  const second = await stand.another();
  try {
    const doors = [stand, second];
    const looked: number[] = [];
    const poll = async (times: number) => {
      for (let i = 0; i < times; i += 1)
        looked.push(...(await pollOnce(doors)).filter((status) => status === 401));
    };
    await poll(60);
    const owner: number[] = [];
    // Every three seconds, for one minute.
    while (!owner.includes(200) && owner.length < 20) {
      owner.push((await second.signIn(ADMIN, stand.password, { from: ELSEWHERE })).status);
      await poll(12);
    }
    expect(owner.at(-1)).toBe(200);
    expect(owner.length).toBeLessThanOrEqual(5);
    expect(looked.length).toBeLessThanOrEqual(25);
  } finally {
    await second.close();
  }
});

test("sign-in: at an address where one has signed in before, strangers elsewhere are not noticed, for thirty days", async () => {
  const from = { from: HERE };
  expect((await stand.signIn(ADMIN, stand.password, from)).status).toBe(200);
  stand.passTime(29 * 24 * 60 * MINUTE);
  for (let i = 0; i < 4; i += 1) await pollOnce();
  expect((await stand.signIn(ADMIN, stand.password, { from: ELSEWHERE })).status).toBe(429);
  expect((await stand.signIn(ADMIN, stand.password, from)).status).toBe(200);
  // Somebody who guesses there is slowed down there.
  expect(await tryWrong(8, () => from)).toEqual({ 401: 5, 429: 3 });
  stand.passTime(31 * 24 * 60 * MINUTE);
  for (let i = 0; i < 4; i += 1) await pollOnce();
  expect((await stand.signIn(ADMIN, stand.password, from)).status).toBe(429);
});

test("sign-in: one address at many accounts is slowed down, known accounts or not", async () => {
  const counts = await tryWrong(34, (i) => ({ from: HERE, email: `nobody${i}@demo.huiliu` }));
  expect(counts).toEqual({ 401: 30, 429: 4 });
  // Of the accounts that were named when it was refused nothing stays.
  const { db } = stand.huiliu.context;
  expect(await db`select key from sign_in_tries`).toHaveLength(30 * 2 + 1);
});

test("sign-in: many tries at once are not one, nor are those at another process", async () => {
  const second = await stand.another();
  try {
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, i) =>
        (i % 2 ? stand : second).signIn(ADMIN, `wrong-${i}`, { from: HERE }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(5).fill(401), ...Array(11).fill(429)]);
  } finally {
    await second.close();
  }
});

test("sign-in: people who know their password are never slowed down, however many share an address", async () => {
  for (let i = 0; i < 40; i += 1)
    expect((await stand.signIn(ADMIN, stand.password, { from: HERE })).status).toBe(200);
});

test("sign-in: what was counted is forgotten after a day, and the table with it", async () => {
  await tryWrong(6, (i) => ({ from: `127.0.2.${i + 1}`, email: `nobody${i}@demo.huiliu` }));
  const { db } = stand.huiliu.context;
  const rows = async () => (await db`select key from sign_in_tries`).length;
  expect(await rows()).toBe(18);
  stand.passTime(25 * 60 * MINUTE);
  await stand.signIn(ADMIN, stand.password, { from: HERE });
  // The three counters, and that the account knows this address.
  expect(await rows()).toBe(4);
});

test("sign-in: the rest of the library is not there", async () => {
  for (const path of [
    "/sign-up/email",
    "/update-user",
    "/list-sessions",
    "/request-password-reset",
  ])
    expect((await stand.ask(`/api/auth${path}`, { method: "POST", body: {} })).status).toBe(404);
});

test("sign-in: somebody whose role was taken away does not get in, and what they had open ends", async () => {
  const { db } = stand.huiliu.context;
  const cookie = await stand.cookieOf("finance@demo.huiliu");
  // Without the cookie that says for a minute who one is.
  const lasting = cookie
    .split("; ")
    .filter((one) => !one.includes("session_data"))
    .join("; ");
  const look = async () =>
    (await stand.ask("/rpc/session.badges", { headers: { cookie: lasting } })).status;
  expect(await look()).toBe(200);
  await db`update users set role = 'disabled' where id = 'demo-finance'`;
  expect(await look()).toBe(401);
  const again = await stand.signIn("finance@demo.huiliu", stand.password);
  expect([again.status, JSON.parse(again.body).code]).toEqual([403, "NO_ROLE"]);
});

test("sign-in: a password is changed by who knows it, to eight characters at least", async () => {
  const cookie = await stand.cookieOf(ADMIN);
  const change = async (currentPassword: string, newPassword: string) => {
    const headers = { cookie, origin: stand.origin };
    const body = { currentPassword, newPassword, revokeOtherSessions: true };
    return (await stand.ask("/api/auth/change-password", { method: "POST", headers, body })).status;
  };
  expect(await change("wrong-password", "a new long password")).toBe(400);
  expect(await change(stand.password, "short12")).toBe(400);
  // Sixty-four characters of any kind, spaces at the ends among them.
  const long = ` 长${"x".repeat(62)} `;
  expect(await change(stand.password, long)).toBe(200);
  expect((await stand.signIn(ADMIN, stand.password)).status).toBe(401);
  expect((await stand.signIn(ADMIN, long.trim())).status).toBe(401);
  expect((await stand.signIn(ADMIN, long)).status).toBe(200);
});
