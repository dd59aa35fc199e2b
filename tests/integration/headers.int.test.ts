import { afterAll, beforeAll, expect, test } from "vitest";
import { openWebStand, type WebStand } from "./web-stand";

let stand: WebStand;
let secure: WebStand;
beforeAll(async () => {
  stand = await openWebStand();
  secure = await openWebStand({ HUILIU_PUBLIC_URL: "https://hub.example.com" });
});
afterAll(() => Promise.all([stand?.close(), secure?.close()]));

const PATHS = [
  ...["/healthz", "/login", "/orders", "/rpc/session.me", "/api/auth/get-session"],
  ...["/api/auth/nothing", "/_next/static/a.js", "/geo/330100.json", "/screen", "/nothing"],
];

const directives = (policy = ""): Map<string, string> =>
  new Map(
    policy.split("; ").map((one) => {
      const [name = "", ...sources] = one.split(" ");
      return [name, sources.join(" ")];
    }),
  );

test.each(PATHS)("headers: %s says how it may be used", async (path) => {
  const { headers } = await stand.ask(path);
  expect(headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
  });
  expect(headers["permissions-policy"]).toContain("camera=()");
  const policy = directives(headers["content-security-policy"]);
  expect(policy.get("frame-ancestors")).toBe("'none'");
  expect(policy.get("object-src")).toBe("'none'");
  expect(policy.get("base-uri")).toBe("'none'");
  expect(policy.get("script-src") ?? "").not.toMatch(/unsafe|\*|https?:/);
  // Over plain HTTP a browser must not be told to come back by HTTPS only.
  expect(headers["strict-transport-security"]).toBeUndefined();
  const { headers: told } = await secure.ask(path);
  expect(told["strict-transport-security"]).toBe("max-age=31536000; includeSubDomains");
});

test("headers: each page has a nonce of its own, which whoever draws it is told", async () => {
  const [first, second] = [await stand.ask("/login"), await stand.ask("/login")];
  const nonceOf = ({ headers }: typeof first) =>
    /'nonce-([A-Za-z0-9+/=]{22,})'/.exec(headers["content-security-policy"] ?? "")?.[1];
  expect(nonceOf(first)).toBeTruthy();
  expect(nonceOf(second)).not.toBe(nonceOf(first));
  expect(first.body).toBe(first.headers["content-security-policy"]);
});

test("headers: a nonce that comes from outside is not believed", async () => {
  const told = "script-src 'nonce-aaaaaaaaaaaaaaaaaaaaaaaa'";
  for (const name of ["content-security-policy", "content-security-policy-report-only"]) {
    const { body, headers } = await stand.ask("/login", { headers: { [name]: told } });
    expect(body).toBe(headers["content-security-policy"]);
    expect(body).not.toContain("aaaaaaaa");
  }
});

test("headers: sockets are opened to this very place only", async () => {
  const { headers } = await secure.ask("/login");
  const policy = directives(headers["content-security-policy"]);
  expect(policy.get("connect-src")).toBe("'self' wss://hub.example.com");
});

test("headers: what people are told of orders is kept by no cache", async () => {
  expect((await stand.ask("/rpc/session.me")).headers["cache-control"]).toBe("no-store");
});

test("screen: the token leaves the address at once, for a cookie that scripts cannot read", async () => {
  const { kiosk } = stand.huiliu.context.secrets;
  const first = await stand.ask(`/screen?token=${kiosk}&kiosk=1`);
  expect([first.status, first.headers.location]).toEqual([302, "/screen?kiosk=1"]);
  expect(first.headers["set-cookie"]).toMatch(/^huiliu_screen=.*; HttpOnly; SameSite=Lax$/);
  expect(first.headers["set-cookie"]).not.toContain(kiosk);
  const cookie = first.cookies.join("; ");
  expect((await stand.ask("/screen?kiosk=1", { headers: { cookie } })).status).toBe(200);
  // And opens nothing else.
  expect((await stand.ask("/orders", { headers: { cookie } })).status).toBe(302);
  expect((await stand.ask("/rpc/session.me", { headers: { cookie } })).status).toBe(401);
});

test("screen: over https its cookie is this host's alone", async () => {
  const { kiosk } = secure.huiliu.context.secrets;
  const { headers } = await secure.ask(`/screen?token=${kiosk}`);
  expect(headers["set-cookie"]).toMatch(/^__Host-huiliu_screen=.*Path=\/;.*; Secure$/);
});

test("screen: a token that nobody has opens nothing and goes nowhere else", async () => {
  const first = await stand.ask("/screen?token=guessed");
  expect([first.status, first.headers.location, first.cookies]).toEqual([302, "/screen", []]);
  const then = await stand.ask("/screen");
  expect(then.headers.location).toBe("/login?next=%2Fscreen");
});

test("screen: a store's manager is sent to the orders, for the wall is the whole chain's", async () => {
  const [manager, chief] = [
    await stand.cookieOf("store@demo.huiliu"),
    await stand.cookieOf("finance@demo.huiliu"),
  ];
  const sent = await stand.ask("/screen", { headers: { cookie: manager } });
  expect([sent.status, sent.headers.location]).toEqual([302, "/orders"]);
  expect((await stand.ask("/screen", { headers: { cookie: chief } })).status).toBe(200);
});

test("screen: no token is logged, not even of a page that fails", async () => {
  const { kiosk } = stand.huiliu.context.secrets;
  await stand.ask(`/screen?token=${kiosk}`);
  await stand.ask(`/_next/fails?token=${kiosk}`);
  expect(stand.said.join("")).toContain("page failed");
  expect(stand.said.join("")).not.toContain(kiosk);
});

test("requests: a page of somebody else changes nothing with our people's cookies", async () => {
  const cookie = await stand.cookieOf("admin@demo.huiliu");
  const body = { id: "exc_1", note: "已处理" };
  const ask = (path: string, method: string, headers: Record<string, string>) =>
    stand.ask(path, { method, headers: { cookie, ...headers }, body });
  const evil = { origin: "https://evil.example" };
  // What a form or an image of another page can send, to what needs an input and what needs none.
  for (const path of ["/rpc/exceptions.close", "/rpc/stockWork.runCheck"]) {
    for (const type of ["text/plain", "multipart/form-data; boundary=x", "application/json"]) {
      const { status } = await ask(path, "POST", { ...evil, "content-type": type });
      expect(status, type).toBe(403);
    }
  }
  const read = await stand.ask("/rpc/stockWork.runCheck", { headers: { cookie } });
  expect(read.status).toBe(405);
  const checks = await stand.huiliu.context.db`select id from stock_checks`;
  expect(checks).toHaveLength(0);
  expect((await ask("/api/auth/sign-out", "POST", evil)).status).toBe(403);
  const asked = await ask("/rpc/session.me", "OPTIONS", evil);
  expect(asked.headers["access-control-allow-origin"]).toBeUndefined();
});

test("cookies: a session's is read by no script, sent by no other site, and over https only where there is https", async () => {
  const word = { email: "admin@demo.huiliu", password: secure.password };
  const plain = await stand.signIn(word.email, stand.password);
  const told = await secure.signIn(word.email, word.password, {
    headers: { origin: "https://hub.example.com" },
  });
  expect([plain.status, told.status]).toEqual([200, 200]);
  for (const { headers } of [plain, told])
    for (const line of (headers["set-cookie"] ?? "").split(/,(?=[^ ])/)) {
      expect(line).toContain("HttpOnly");
      expect(line).toMatch(/SameSite=Lax/i);
    }
  expect(told.headers["set-cookie"]).toMatch(/^__Secure-.*; Secure/);
});
