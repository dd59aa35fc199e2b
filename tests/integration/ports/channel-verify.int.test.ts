import { expect, test } from "vitest";
import { elemeAdapter } from "@/server/adapters/channels/eleme/adapter";
import { meituanAdapter } from "@/server/adapters/channels/meituan/adapter";
import { ownAdapter } from "@/server/adapters/channels/own/adapter";
import type { ChannelAdapter, RawRequest } from "@/server/ports/channel";
import type { OrderChannel } from "@/server/world/orders/order";
import { isElemeAck } from "@/server/world/platform/eleme/push";
import { newOrderRequest } from "@/server/world/wire/new-order";
import { accountOf, lookup, NOW, SECRETS, SIGNING, toRaw, worldOrders } from "./channel-samples";

const CASES: readonly (readonly [OrderChannel, ChannelAdapter])[] = [
  ["app", ownAdapter],
  ["meituan", meituanAdapter],
  ["eleme", elemeAdapter],
];

function sample(channel: OrderChannel): RawRequest {
  const [order] = worldOrders(channel, 1);
  return toRaw(newOrderRequest(order!, SIGNING, { nowMs: NOW, isDegraded: false }));
}

const codeOf = (
  adapter: ChannelAdapter,
  request: RawRequest,
  nowMs = NOW,
  find = lookup(),
): string => {
  const verified = adapter.verify(request, find, nowMs);
  return verified.ok ? "ok" : verified.error.code;
};

/** The request with its signature changed, wherever the protocol keeps it. */
function signedBy(
  channel: OrderChannel,
  request: RawRequest,
  change: (sign: string) => string,
): RawRequest {
  if (channel === "app") {
    const header = (name: string) =>
      name === "x-signature" ? change(request.header(name)) : request.header(name);
    return { ...request, header };
  }
  const text = Buffer.from(request.body).toString("utf8");
  const body = text.replace(
    /(^|&)(sig|sign)=([^&]*)/,
    (_, and: string, name: string, sign: string) => `${and}${name}=${change(sign)}`,
  );
  return { ...request, body: Buffer.from(body) };
}

test.each(CASES)(
  "%s: let in when signed; the clock may be 300 s off and not 301",
  (channel, adapter) => {
    const request = sample(channel);
    for (const [seconds, expected] of [
      [0, "ok"],
      [299, "ok"],
      [-299, "ok"],
      [300, "ok"],
      [301, "STALE"],
      [-301, "STALE"],
    ] as const) {
      expect(codeOf(adapter, request, NOW + seconds * 1_000)).toBe(expected);
    }
  },
);

test.each(CASES)(
  "%s: a signature that is wrong, absent, cut, longer or of another key is refused",
  (channel, adapter) => {
    const request = sample(channel);
    const flip = (sign: string) => (sign.startsWith("0") ? "1" : "0") + sign.slice(1);
    for (const change of [
      flip,
      () => "",
      (s: string) => s.slice(0, -1),
      (s: string) => `${s}0`,
      () => "0",
    ]) {
      expect(codeOf(adapter, signedBy(channel, request, change))).toBe("BAD_SIGNATURE");
    }
    const other: typeof lookup extends () => infer F ? F : never = (appId) => {
      const found = lookup()(appId);
      return found && { ...found, secret: "rotated" };
    };
    expect(codeOf(adapter, request, NOW, other)).toBe("BAD_SIGNATURE");
  },
);

test.each(CASES)("%s: a body altered after signing is refused", (channel, adapter) => {
  const request = sample(channel);
  const text = Buffer.from(request.body).toString("utf8");
  const [order] = worldOrders(channel, 1);
  const altered = text.replace(order!.externalNo, `${order!.externalNo.slice(0, -1)}9`);
  expect(altered).not.toBe(text);
  expect(codeOf(adapter, { ...request, body: Buffer.from(altered) })).toBe("BAD_SIGNATURE");
});

test.each(CASES)(
  "%s: unknown and disabled accounts are told apart from each other",
  (channel, adapter) => {
    const request = sample(channel);
    expect(codeOf(adapter, request, NOW, () => null)).toBe("UNKNOWN_ACCOUNT");
    expect(codeOf(adapter, request, NOW, lookup({ enabled: false }))).toBe("DISABLED");
  },
);

test.each(CASES)(
  "%s: what was verified names its order; the acknowledgement is the platform's own",
  (channel, adapter) => {
    const [order] = worldOrders(channel, 1);
    const verified = adapter.verify(sample(channel), lookup(), NOW);
    if (!verified.ok) throw new Error(verified.error.code);
    expect(verified.value).toMatchObject({
      externalNo: order!.externalNo,
      account: { code: `${channel}-1` },
    });
    const reply = verified.value.ack(NOW);
    expect(reply.status).toBe(200);
    if (channel === "meituan") expect(reply.body).toBe('{"data":"ok"}');
    if (channel === "eleme") expect(isElemeAck(reply.body, SECRETS["eleme-1"]!)).toBe(true);
    if (channel === "app") expect(JSON.parse(reply.body)).toMatchObject({ code: 0 });
  },
);

test.each([
  ["meituan", meituanAdapter],
  ["eleme", elemeAdapter],
] as const)(
  "%s: the platform's empty probe is answered well and stored nowhere",
  (channel, adapter) => {
    const probe = { ...sample(channel), method: "GET", query: "", body: Buffer.alloc(0) };
    const verified = adapter.verify(probe, lookup(), NOW);
    expect(verified).toMatchObject({ ok: false, error: { code: "PROBE", reply: { status: 200 } } });
  },
);

test("own contract: another channel's key, a short nonce, an address that is none", () => {
  const request = sample("app");
  expect(codeOf(ownAdapter, { ...request, path: "/api/open/v1/channels/mini/orders" })).toBe(
    "UNKNOWN_ACCOUNT",
  );
  expect(codeOf(ownAdapter, { ...request, path: "/api/open/v1/nothing" })).toBe("NO_ROUTE");
  expect(codeOf(ownAdapter, { ...request, method: "GET" })).toBe("NO_ROUTE");
  const header = (name: string) => (name === "x-nonce" ? "short" : request.header(name));
  expect(codeOf(ownAdapter, { ...request, header })).toBe("MALFORMED");
});

test("meituan: signed over the address that was configured, not the one called", () => {
  const config = { ...accountOf("meituan-1").config, callbackBase: "https://elsewhere.example" };
  expect(codeOf(meituanAdapter, sample("meituan"), NOW, lookup({ config }))).toBe("BAD_SIGNATURE");
});

test.each([
  ["meituan", meituanAdapter, "app_id=100001&x=%E0%A4%A"],
  ["meituan", meituanAdapter, "%"],
  ["eleme", elemeAdapter, "source=%zz"],
  ["eleme", elemeAdapter, '{"source": "200001"'],
  ["eleme", elemeAdapter, `{"body": ${"[".repeat(100)}${"]".repeat(100)}}`],
] as const)("%s: a broken form is malformed: %#", (channel, adapter, text) => {
  expect(codeOf(adapter, { ...sample(channel), body: Buffer.from(text) })).toBe("MALFORMED");
});

test("prototype words as fields, accounts and topics are words like others", () => {
  for (const [channel, adapter] of CASES) {
    for (const word of ["__proto__", "constructor", "toString"]) {
      const body = Buffer.from(`${word}=1&app_id=${word}&source=${word}&sig=1`);
      expect(["UNKNOWN_ACCOUNT", "BAD_SIGNATURE"]).toContain(
        codeOf(adapter, { ...sample(channel), body }),
      );
    }
  }
  expect(({} as Record<string, unknown>)["1"]).toBeUndefined();
});
