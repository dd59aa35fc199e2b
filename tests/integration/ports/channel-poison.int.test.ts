import { expect, test } from "vitest";
import { elemeAdapter } from "@/server/adapters/channels/eleme/adapter";
import { meituanAdapter } from "@/server/adapters/channels/meituan/adapter";
import { ownAdapter } from "@/server/adapters/channels/own/adapter";
import { type Rng, seededRng } from "@/server/domain/kernel/rng";
import type { ChannelAdapter } from "@/server/ports/channel";
import { elemeOrderDetail } from "@/server/world/platform/eleme/order";
import { encodeMeituanOrder } from "@/server/world/platform/meituan/order";
import { encodeMeituanPush } from "@/server/world/platform/meituan/push";
import { encodeOwnOrder } from "@/server/world/platform/own/order";
import { encodeGroupCsv } from "@/server/world/wire/group-csv";
import { accountOf, CALLBACK, lookup, NOW, toRaw, worldOrders } from "./channel-samples";

type Json = Record<string, unknown>;
const own = () =>
  encodeOwnOrder(worldOrders("app", 1)[0]!, "e1") as unknown as Json & {
    order: Json & { items: Json[]; amounts: Json };
  };
const eleme = () =>
  elemeOrderDetail(worldOrders("eleme", 1)[0]!, { status: 1, isDegraded: false }) as Json & {
    order: Json;
    products: Json[][];
  };
const meituan = () =>
  encodeMeituanOrder(worldOrders("meituan", 1)[0]!, { status: 2, isDegraded: false, nowMs: NOW });

const text = (body: string | Uint8Array) => Buffer.from(body as string);
const decodeOwn = (body: string | Uint8Array, topic = "order") =>
  ownAdapter.decode(topic, text(body), accountOf("app-1"));
const decodeEleme = (body: string | Uint8Array, topic = "detail") =>
  elemeAdapter.decode(topic, text(body), accountOf("eleme-1"));
function decodeMeituan(params: Record<string, string>, topic = "order-paid") {
  const push = encodeMeituanPush(
    { kind: "order-paid", params, nowMs: NOW },
    { appId: "100001", secret: "s", callbackBase: CALLBACK },
  );
  return meituanAdapter.decode(topic, push.body, accountOf("meituan-1"));
}

/** Amounts no ledger can hold, written as text into otherwise good messages. */
const AMOUNTS = [
  "9007199254740993",
  "1e400",
  "1.5",
  '"NaN"',
  '"12a"',
  "{}",
  "-9007199254740993",
  "99999999999999999999",
];

test.each(AMOUNTS)(
  "own contract: an order whose amount is %s is visible and says why it is held",
  (amount) => {
    const body = own();
    for (const raw of [
      JSON.stringify({
        ...body,
        order: { ...body.order, amounts: { ...body.order.amounts, paid_fen: "@" } },
      }),
      JSON.stringify({
        ...body,
        order: {
          ...body.order,
          items: body.order.items.map((item) => ({ ...item, unit_price_fen: "@" })),
        },
      }),
    ]) {
      const decoded = decodeOwn(raw.replaceAll('"@"', amount));
      expect(decoded).toMatchObject({
        ok: true,
        value: [{ type: "order", order: { unreadableMoney: expect.stringContaining("_fen") } }],
      });
    }
  },
);

test.each(AMOUNTS)(
  "饿了么: an order whose amount is %s is visible and says why it is held",
  (amount) => {
    const body = eleme();
    const raw = JSON.stringify({ ...body, order: { ...body.order, user_fee: "@" } }).replaceAll(
      '"@"',
      amount,
    );
    expect(decodeEleme(raw)).toMatchObject({
      ok: true,
      value: [{ type: "order", order: { unreadableMoney: expect.any(String) } }],
    });
  },
);

test.each(["9007199254740993", "NaN", "1e9", "12,5", "90071992547409.93"])(
  "美团: an order whose total is %s is visible and says why it is held",
  (total) => {
    expect(decodeMeituan({ ...meituan(), total })).toMatchObject({
      ok: true,
      value: [{ type: "order", order: { unreadableMoney: expect.any(String) } }],
    });
  },
);

test("amounts that are fine alone and too large together are held, not thrown", () => {
  const large = 9_007_199_254_740_000;
  const body = eleme();
  const products = [
    [...body.products[0]!, ...body.products[0]!].map((p) => ({
      ...p,
      product_price: large,
      product_amount: 9,
    })),
  ];
  expect(decodeEleme(JSON.stringify({ ...body, products }))).toMatchObject({
    ok: true,
    value: [{ order: { unreadableMoney: expect.any(String) } }],
  });
  const [item] = JSON.parse(meituan().detail ?? "[]") as Json[];
  for (const change of [
    { original_price: "90071992547400.00", quantity: 9 },
    { box_num: "many", box_price: 1 },
  ]) {
    const detail = JSON.stringify([{ ...item, ...change }]);
    expect(decodeMeituan({ ...meituan(), detail })).toMatchObject({
      ok: true,
      value: [{ order: { unreadableMoney: expect.any(String) } }],
    });
  }
});

test("prototype words are values like others", () => {
  const body = own();
  for (const word of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    const refused = { ok: false, error: { code: "BAD_FIELD" } };
    expect(
      decodeOwn(JSON.stringify({ ...body, order: { ...body.order, delivery_mode: word } })),
    ).toMatchObject(refused);
    expect(
      decodeOwn(JSON.stringify({ ...body, order: { ...body.order, status: word } })),
    ).toMatchObject(refused);
    expect(decodeMeituan(meituan(), word)).toEqual({
      ok: true,
      value: [{ type: "unknown", what: word }],
    });
    const step = JSON.stringify({
      events: [{ event: word, occurred_at: "2026-01-01T09:00:00+08:00" }],
    });
    expect(decodeOwn(step, "store-events")).toEqual({
      ok: true,
      value: [{ type: "unknown", what: word }],
    });
  }
  decodeOwn(
    '{"event":"order.created","occurred_at":"2026-01-01T09:00:00+08:00","__proto__":{"order":{"polluted":1}}}',
  );
  expect(({} as { order?: unknown }).order).toBeUndefined();
});

test("a nesting bomb, NaN and half a message are refused as broken JSON", () => {
  for (const bomb of [
    "[".repeat(200_000),
    `{"a":${"[".repeat(40)}${"]".repeat(40)}}`,
    '{"event": NaN}',
    '{"event": "order.cre',
    "",
  ]) {
    expect(decodeOwn(bomb)).toMatchObject({ ok: false, error: { code: "BROKEN_JSON" } });
  }
});

test("brackets inside strings nest nothing", () => {
  const body = own();
  const remark = `\\"${"[{".repeat(100)}`;
  expect(decodeOwn(JSON.stringify({ ...body, order: { ...body.order, remark } }))).toMatchObject({
    ok: true,
    value: [{ order: { remark } }],
  });
});

const file = (
  rows: readonly string[],
  head = "订单号,门店编码,商品编码,数量,单价(元),实付(元),下单时间",
) => decodeOwn([head, ...rows].join("\n"), "file");

test("file: a bad row is told with its number and reason and takes only its order with it", () => {
  const good = "G1,store_s01,K1,2,3.50,7.00,2026-01-01 09:00:00";
  const decoded = file([
    good,
    "G2,store_s01,K1,0,3.50,7.00,2026-01-01 09:00:00",
    "G2,store_s01,K2,1,3.50,3.50,2026-01-01 09:00:00",
    ",store_s01,K1,1,1,1,2026-01-01 09:00:00",
    "G3,store_s01,K1,1,1.005,1,2026-01-01 09:00:00",
    "G4,store_s01,K1,1,1,1,yesterday",
    good.replace("G1", "G5"),
  ]);
  if (!decoded.ok) throw new Error(decoded.error.cause);
  const seen = decoded.value.map((d) =>
    d.type === "order" ? d.order.externalNo : d.type === "bad-row" ? [d.row, d.reason] : d.type,
  );
  expect(seen).toEqual([
    "G1",
    [3, expect.stringMatching(/^G2: 数量/)],
    [5, expect.stringMatching(/^G2: 订单号: 为空/)],
    [6, expect.stringMatching(/^G3: 单价/)],
    [7, expect.stringMatching(/^G4: 下单时间/)],
    "G5",
  ]);
});

test("file: missing columns are named, a stray quote is a bad row at most", () => {
  expect(file(["G1,1"], "订单号,数量")).toMatchObject({
    ok: false,
    error: { code: "MISSING_FIELD", cause: expect.stringContaining("门店编码、商品编码") },
  });
  expect(file(['"G1'])).toMatchObject({ ok: true, value: [{ type: "bad-row", row: 2 }] });
  expect(decodeOwn("", "file")).toMatchObject({ ok: false, error: { code: "MISSING_FIELD" } });
});

function mutate(bytes: Buffer, rng: Rng): Buffer {
  const out = Buffer.from(bytes);
  for (let n = 1 + rng.int(4); n > 0 && out.length > 0; n -= 1) {
    const at = rng.int(out.length);
    const way = rng.int(4);
    if (way === 0) out[at] = rng.int(256);
    else if (way === 1)
      out[at] = rng.pick([0x22, 0x7b, 0x5b, 0x25, 0x26, 0x30, 0x39, 0x2d, 0xff, 0x00]);
    else if (way === 2) out.copyWithin(at, Math.min(out.length, at + 1 + rng.int(8)));
    else return out.subarray(0, at);
  }
  return out;
}

const formPush = (params: Record<string, string>) =>
  encodeMeituanPush(
    { kind: "order-paid", params, nowMs: NOW },
    { appId: "100001", secret: "s", callbackBase: CALLBACK },
  );

test.each([
  ["own order", ownAdapter, "order", Buffer.from(JSON.stringify(own()))],
  ["group file", ownAdapter, "file", Buffer.from(encodeGroupCsv(worldOrders("group", 3)))],
  ["meituan order", meituanAdapter, "order-paid", formPush(meituan()).body],
  ["eleme detail", elemeAdapter, "detail", Buffer.from(JSON.stringify(eleme()))],
  [
    "wms moves",
    ownAdapter,
    "wms-moves",
    Buffer.from(
      '{"report_id":"R1","store_code":"store_s01","as_of":"2026-01-01T09:00:00+08:00","items":[{"move_id":"M1","sku_code":"K0001","kind":"receipt","qty":24,"reason":"RS-7"}]}',
    ),
  ],
  [
    "device events",
    ownAdapter,
    "store-events",
    Buffer.from(
      '{"events":[{"event":"fulfilment.picked","fulfilment_id":"ful_1","occurred_at":"2026-01-01T09:00:00+08:00","lines":[{"line_ref":"ord_1:1","picked_qty":1}]}]}',
    ),
  ],
] as const)(
  "%s: 4 000 mutations of its bytes are decoded or refused, never thrown",
  (name, adapter: ChannelAdapter, topic, bytes) => {
    const rng = seededRng(20_260_101).fork(name);
    const request = toRaw({
      method: "POST",
      path: "/callback/x",
      headers: {},
      contentType: "",
      body: bytes,
    });
    for (let i = 0; i < 4_000; i += 1) {
      const body = mutate(bytes, rng);
      expect(typeof adapter.decode(topic, body, accountOf("app-1")).ok).toBe("boolean");
      if (i % 8 === 0) expect(adapter.verify({ ...request, body }, lookup(), NOW).ok).toBe(false);
    }
  },
);

const LONG = "长".repeat(5_000);

test("an order with a long name, address and remark is taken in, and what was written is cut off", () => {
  const body = own();
  const told = decodeOwn(
    JSON.stringify({
      ...body,
      order: {
        ...body.order,
        buyer: { name: LONG, phone: LONG },
        address: { text: LONG, detail: LONG },
        remark: LONG,
        tags: [LONG],
        items: body.order.items.map((item) => ({ ...item, name: LONG })),
      },
    }),
  );
  const detail = eleme();
  const user = { ...(detail.user as Json), name: LONG, address: LONG };
  const asked = decodeEleme(
    JSON.stringify({ ...detail, user, order: { ...detail.order, remark: LONG } }),
  );
  const pushed = decodeMeituan({
    ...meituan(),
    recipient_name: LONG,
    recipient_address: LONG,
    caution: LONG,
  });
  for (const decoded of [told, asked, pushed]) {
    if (!decoded.ok || decoded.value[0]?.type !== "order") throw new Error("no order");
    const { order } = decoded.value[0];
    expect(order.buyerName).toHaveLength(64);
    expect(order.address?.text).toHaveLength(512);
    expect(order.remark).toHaveLength(1_000);
  }
});

test("ids and codes that are too long are refused and named: cut off they would be other ones", () => {
  const body = own();
  const code = "9".repeat(200);
  for (const field of ["line_id", "upc", "sku_code"]) {
    const items = body.order.items.map((item) => ({ ...item, [field]: code }));
    expect(decodeOwn(JSON.stringify({ ...body, order: { ...body.order, items } }))).toMatchObject({
      ok: false,
      error: { code: "BAD_FIELD", cause: expect.stringContaining(field) },
    });
  }
  expect(decodeMeituan({ ...meituan(), incmp_code: "-1", order_id: code })).toMatchObject({
    ok: false,
    error: { code: "BAD_FIELD", cause: expect.stringContaining("order_id") },
  });
  const held = { ...eleme().order, down_flag: "1", order_id: code };
  expect(decodeEleme(JSON.stringify({ ...eleme(), order: held }))).toMatchObject({
    ok: false,
    error: { code: "BAD_FIELD", cause: expect.stringContaining("order_id") },
  });
});
