import { expect, test } from "vitest";
import { toGcj02 } from "@/server/adapters/channels/coordinates";
import { elemeAdapter } from "@/server/adapters/channels/eleme/adapter";
import { readForm } from "@/server/adapters/channels/form";
import { meituanAdapter } from "@/server/adapters/channels/meituan/adapter";
import { ownAdapter } from "@/server/adapters/channels/own/adapter";
import { readStockFile } from "@/server/adapters/channels/own/files/decode-stock-file";
import { parseJson } from "@/server/adapters/channels/parse-json";
import { doorText, maskAddress, parseAddress, readName, readPhone } from "@/server/domain/identity";
import type { ChannelAdapter } from "@/server/ports/channel";
import { elemeOrderDetail } from "@/server/world/platform/eleme/order";
import { encodeMeituanOrder } from "@/server/world/platform/meituan/order";
import { encodeOwnOrder } from "@/server/world/platform/own/order";
import { accountOf, NOW, worldOrders } from "./integration/ports/channel-samples";

/** The large input is so many times the small one. */
const LARGER = 100;
/**
 * The large input may take so many times as long. What is linear takes a hundred times, caches and the collector up to twice
 * that; what is quadratic takes ten thousand: no machine is so busy that the two are taken for each other.
 */
const TIMES_MAX = 6 * LARGER;
const ROUNDS = 25;
/** When the best of so many rounds is beyond this, no better one will come. */
const HOPELESS = 2 * TIMES_MAX;
const HOPELESS_ROUNDS = 5;
/** A measurement repeats its work until it takes so long: what is shorter drowns in noise. */
const WORTH_MS = 2;
const LENGTH = 60_000;

/** What people write where a rule expects something else, each as long as it is asked for. */
const WRITTEN: Record<string, (length: number) => string> = {
  brackets: (n) => "(".repeat(n),
  digits: (n) => `${"1".repeat(n)}x`,
  numerals: (n) => "一".repeat(n),
  houses: (n) => `${"1栋".repeat(n / 2)}x`,
  rooms: (n) => `${"1室a".repeat(n / 3)}1`,
  dashes: (n) => `西湖区a${"-".repeat(n)}b`,
  spaces: (n) => `a${" ".repeat(n)}b`,
  quotes: (n) => '\\"'.repeat(n / 2),
  // Marks above and below by turns: whoever brings text into a normal form must sort them.
  marks: (n) => `a${"\u0315\u0300".repeat(n / 2)}`,
};

function timeOf(work: () => unknown, times: number): number {
  const before = performance.now();
  for (let i = 0; i < times; i += 1) work();
  return (performance.now() - before) / times;
}

function timesWorth(work: () => unknown): number {
  let times = 1;
  while (timeOf(work, times) * times < WORTH_MS && times < 4_096) times *= 2;
  return times;
}

/**
 * How many times as long the large work takes: the best of some rounds of each, side by side. A machine that is busy makes
 * single rounds slow, never fast; as soon as the best ones are within bounds there is nothing more to find out.
 */
function growth(small: () => unknown, large: () => unknown): number {
  const [often, seldom] = [timesWorth(small), timesWorth(large)];
  let [bestSmall, bestLarge] = [Infinity, Infinity];
  for (let round = 0; round < ROUNDS; round += 1) {
    bestSmall = Math.min(bestSmall, timeOf(small, often));
    bestLarge = Math.min(bestLarge, timeOf(large, seldom));
    const times = bestLarge / bestSmall;
    if (times <= TIMES_MAX ? round > 0 : times > HOPELESS && round > HOPELESS_ROUNDS) break;
  }
  return bestLarge / bestSmall;
}

/** Those of the cases that grow faster than their input, with how much. */
function tooFast(
  cases: readonly (readonly [string, (length: number) => () => unknown])[],
  length = LENGTH,
): [string, number][] {
  return cases.flatMap(([name, of]): [string, number][] => {
    const times = growth(of(length / LARGER), of(length));
    return times > TIMES_MAX ? [[name, Math.round(times)]] : [];
  });
}

const everyText = (work: (text: string) => unknown) =>
  Object.entries(WRITTEN).map(([name, write]) => {
    const of = (length: number) => {
      const text = write(length);
      return () => work(text);
    };
    return [name, of] as const;
  });

test.each<[string, (text: string) => unknown]>([
  ["readName", readName],
  ["readPhone", readPhone],
  ["parseAddress", (text) => doorText(parseAddress(text))],
  ["maskAddress", (text) => maskAddress(parseAddress(text))],
  ["toGcj02", (text) => toGcj02(120, 30, text)],
])("growth: %s takes time that grows with the text, whatever the text", (_, rule) => {
  expect(tooFast(everyText(rule))).toEqual([]);
});

const silent = (work: () => unknown) => () => {
  try {
    return work();
  } catch {
    return null;
  }
};

/** Texts that are no JSON, or only nearly. */
const NEARLY_JSON: Record<string, (length: number) => string> = {
  "a long number and escaped quotes without an end": (n) =>
    `{"a":1234567890123456789,"b":"${'\\"'.repeat(n / 2)}`,
  "digits that end as a fraction": (n) => `[1234567890123456789,${"1".repeat(n)}.5]`,
  "brackets that open": (n) => "[".repeat(n),
  "brackets in a string": (n) => JSON.stringify("[{".repeat(n / 2)),
  "quotes alone": (n) => '"'.repeat(n),
  "commas and spaces": (n) => `[${", ".repeat(n / 2)}`,
  "short strings": (n) => `[${'"",'.repeat(n / 3)}1234567890123456789]`,
};

test("growth: parseJson reads any text in time that grows with it", () => {
  const cases = Object.entries(NEARLY_JSON).map(([name, write]) => {
    const of = (length: number) => {
      const text = write(length);
      return silent(() => parseJson(text));
    };
    return [name, of] as const;
  });
  expect(tooFast(cases)).toEqual([]);
});

const FORMS: Record<string, (length: number) => string> = {
  "many fields": (n) => Array.from({ length: n / 6 }, (_, i) => `f${i}=1`).join("&"),
  "the same field": (n) => "a=1&".repeat(n / 4),
  escapes: (n) => `a=${"%2541".repeat(n / 5)}`,
  "broken escapes": (n) => `a=${"%".repeat(n)}`,
  pluses: (n) => `a=${"+".repeat(n)}`,
};

test("growth: readForm reads any form in time that grows with it", () => {
  const cases = Object.entries(FORMS).flatMap(([name, write]) =>
    ([1, 2] as const).map((times) => {
      const of = (length: number) => {
        const text = write(length);
        return silent(() => readForm(text, times));
      };
      return [`${name}, ${times}`, of] as const;
    }),
  );
  expect(tooFast(cases)).toEqual([]);
});

const HEADER = "订单号,门店编码,商品编码,数量,单价(元),实付(元),下单时间";
const TABLES: Record<string, (length: number) => string> = {
  commas: (n) => ",".repeat(n),
  "empty lines": (n) => `${HEADER}\n${"\n".repeat(n)}`,
  "lines of spaces": (n) => `${HEADER}\n${" ".repeat(n)}`,
  "a quote without an end": (n) => `${HEADER}\n"${"a,".repeat(n / 2)}`,
  "quotes in quotes": (n) => `${HEADER}\n"${'""'.repeat(n / 2)}"`,
  "quotes that open cells and close none": (n) => `${HEADER}\n${'"a,'.repeat(n / 3)}`,
  "rows of quotes that open cells": (n) => `${HEADER}\n${'"a,""\n'.repeat(n / 6)}`,
  "doubled quotes in cells and rows": (n) => `${HEADER}\n"${',""\n""x'.repeat(n / 7)}`,
  "a cell of many lines": (n) => `${HEADER}\n"${"a\n".repeat(n / 2)}"`,
  "full-width digits": (n) => `${HEADER}\n${"１２\n".repeat(n / 3)}`,
  "apostrophes and equals signs": (n) => `${HEADER}\n${`${"=\"'".repeat(300)}"\n`.repeat(n / 900)}`,
  "a long cell": (n) => `${HEADER}\n${"1".repeat(n)},a`,
  "rows of nothing": (n) => `${HEADER}\n${"a,b\n".repeat(n / 4)}`,
  "one order of many rows": (n) =>
    `${HEADER}\n${"A1,s,k,1,1.00,1.00,2026-01-01 10:00:00\n".repeat(n / 40)}`,
  "merged cells of one order": (n) =>
    `${HEADER}\nA1,s,k,1,1.00,1.00,2026-01-01 10:00:00\n${",,k,1,1.00,1.00,\n".repeat(n / 16)}`,
};

test("growth: files of orders and of stock are read in time that grows with them", () => {
  const account = accountOf("group-1");
  const cases = Object.entries(TABLES).flatMap(([name, write]) => {
    const over = (read: (body: Uint8Array) => unknown) => (length: number) => {
      const body = Buffer.from(write(length));
      return () => read(body);
    };
    return [
      [`orders: ${name}`, over((body) => ownAdapter.decode("file", body, account))] as const,
      [`stock: ${name}`, over(readStockFile)] as const,
    ];
  });
  expect(tooFast(cases, 200_000)).toEqual([]);
});

type Json = Record<string, unknown>;
const own = encodeOwnOrder(worldOrders("app", 1)[0]!, "e1") as unknown as Json & { order: Json };
const sale = { ...own.order, terminal_id: "T1", receipt_no: "R1", sold_at: own.occurred_at };
const eleme = elemeOrderDetail(worldOrders("eleme", 1)[0]!, { status: 1, isDegraded: false });
const meituan = encodeMeituanOrder(worldOrders("meituan", 1)[0]!, {
  status: 2,
  isDegraded: false,
  nowMs: NOW,
});
const seconds = String(NOW / 1_000);
const item = { line_id: "1", sku_code: "K1", qty: 1, amount_fen: 100 };
const report = { report_id: "R1", store_code: "s1", as_of: own.occurred_at, last_move: "9" };
const step = { event: "fulfilment.picked", occurred_at: own.occurred_at, fulfilment_id: "HLF-1" };
const reverse = {
  order_id: "1",
  refund_order_id: "2",
  cur_reverse_event: { refund_status: 50 },
  products: [{ sub_biz_order_id: "1", custom_sku_id: "K1", number: 1, refund_amount: 1 }],
};

const toOwn = (body: unknown): string => JSON.stringify(body);
const toForm = (body: unknown): string =>
  Object.entries(body as Json)
    .map(([key, value]) => {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      return `${key}=${encodeURIComponent(encodeURIComponent(text))}`;
    })
    .join("&");
const toEnvelope = (body: unknown): string =>
  JSON.stringify({ cmd: "x", timestamp: seconds, body: JSON.stringify(body) });
/** What stands as JSON in a field is taken apart, so that its own fields grow as well. */
const unfolded = { ...meituan, detail: JSON.parse(meituan.detail ?? "[]") as unknown };

type Sample = [ChannelAdapter, string, string, unknown, (body: unknown) => string];
const SAMPLES: Sample[] = [
  [ownAdapter, "app-1", "order", own, toOwn],
  [ownAdapter, "app-1", "order", { ...own, event: "order.cancelled" }, toOwn],
  [
    ownAdapter,
    "app-1",
    "order",
    { ...own, event: "refund.succeeded", refund: { refund_id: "1", amount_fen: 1, items: [item] } },
    toOwn,
  ],
  [ownAdapter, "pos-1", "pos-sales", { sales: [sale] }, toOwn],
  [ownAdapter, "store-1", "store-events", { events: [step] }, toOwn],
  [ownAdapter, "wms-1", "wms-snapshot", { ...report, items: [{ ...item, on_hand: 1 }] }, toOwn],
  [
    ownAdapter,
    "wms-1",
    "wms-moves",
    { ...report, items: [{ ...item, move_id: "M", kind: "receipt", reason: "x" }] },
    toOwn,
  ],
  [meituanAdapter, "meituan-1", "order-paid", unfolded, toForm],
  [
    meituanAdapter,
    "meituan-1",
    "order-cancelled",
    { order_id: "1", timestamp: seconds, reason_code: "1", reason: "x" },
    toForm,
  ],
  [
    meituanAdapter,
    "meituan-1",
    "refund-partial",
    {
      order_id: "1",
      timestamp: seconds,
      notify_type: "agree",
      refund_id: "1",
      food: [{ sku_id: "1", count: 1, refund_price: "1" }],
    },
    toForm,
  ],
  [
    meituanAdapter,
    "meituan-1",
    "delivery-status",
    { order_id: "1", timestamp: seconds, logistics_status: "10" },
    toForm,
  ],
  [elemeAdapter, "eleme-1", "detail", eleme, toOwn],
  [elemeAdapter, "eleme-1", "order.user.cancel", { order_id: "1", cancel_reason: "x" }, toEnvelope],
  [elemeAdapter, "eleme-1", "order.reverse.push", reverse, toEnvelope],
  [elemeAdapter, "eleme-1", "order.status.push", { order_id: "1", status: 10 }, toEnvelope],
];

/** One after another what rules stumble over: one that is slow in a third of it is slow in all. */
const mixture = (length: number): string =>
  ["brackets", "quotes", "digits"].map((name) => WRITTEN[name]!(length / 3)).join("");

/** The same value with one of its texts or numbers after another replaced. */
function* eachField(value: unknown, at = ""): Generator<[string, (text: string) => unknown]> {
  if (typeof value === "string" || typeof value === "number") yield [at, (text) => text];
  if (value === null || typeof value !== "object") return;
  for (const [key, part] of Object.entries(value)) {
    for (const [path, put] of eachField(part, `${at}.${key}`)) {
      yield [
        path,
        (text) =>
          Array.isArray(value)
            ? value.map((old, i) => (String(i) === key ? put(text) : old))
            : { ...value, [key]: put(text) },
      ];
    }
  }
}

test.each(SAMPLES.map((sample) => [`${sample[0].protocol} ${sample[2]}`, sample] as const))(
  "growth: %s, whichever field is inflated",
  (_, [adapter, code, topic, body, encode]) => {
    const account = accountOf(code.replace(/^(pos|store|wms)-1$/, "app-1"));
    const fields = [...eachField(body)];
    const cases = fields.map(([path, put]) => {
      const of = (length: number) => {
        const bytes = Buffer.from(encode(put(mixture(length))));
        return () => adapter.decode(topic, bytes, account);
      };
      return [path, of] as const;
    });
    expect(fields.length).toBeGreaterThan(1);
    expect(tooFast(cases)).toEqual([]);
  },
);
