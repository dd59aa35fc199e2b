import { afterEach, beforeEach, expect, test } from "vitest";
import { elemeAdapter } from "@/server/adapters/channels/eleme/adapter";
import { ownAdapter } from "@/server/adapters/channels/own/adapter";
import type { ChannelAdapter } from "@/server/ports/channel";
import type { FigureClient, ListedFigure } from "@/server/ports/figures";
import {
  type FigurePlatforms,
  startFigurePlatforms,
} from "@/server/world/platform/figure-platforms";
import type { Shown } from "@/server/world/platform/shop-window";
import { accountOf, SECRETS } from "./channel-samples";
import { CASES, figure, figureClient } from "./figure-samples";

/** What tells stock and prices, of all three protocols, against the simulated platforms over HTTP. */
const SHOP = "store_s01";
const SKUS = Array.from({ length: 450 }, (_, i) => `K${String(i + 1).padStart(4, "0")}`);
let platforms: FigurePlatforms;
let journal: Shown[];

beforeEach(async () => {
  journal = [];
  platforms = await startFigurePlatforms({
    accounts: CASES.map(([protocol, code]) => ({
      code,
      protocol,
      appId: accountOf(code).appId,
      secret: SECRETS[code] ?? "",
      callsPerSecond: 1_000,
      settleMs: 50,
    })),
    shops: [SHOP],
    skus: SKUS,
    onShown: (shown) => void journal.push(shown),
  });
});
afterEach(() => platforms.close());

const clientOf = (adapter: ChannelAdapter, code: string, secret?: string): FigureClient =>
  figureClient(adapter, code, platforms.baseOf(code), secret);

async function listedAll(client: FigureClient): Promise<Map<string, ListedFigure>> {
  const rows: ListedFigure[] = [];
  for (let page: string | null | undefined; page !== null; ) {
    const answer: Awaited<ReturnType<FigureClient["listed"]>> = await client.listed(
      SHOP,
      page ?? null,
    );
    rows.push(...answer.rows);
    page = answer.next;
  }
  expect(new Set(rows.map((row) => row.externalSku)).size).toBe(rows.length);
  return new Map(rows.map((row) => [row.externalSku, row]));
}

test.each(CASES)(
  "%s: what was told is shown and listed, page by page, to the fen and the piece",
  async (protocol, code, adapter) => {
    const client = clientOf(adapter, code);
    const { batch } = adapter.figures!.limits;
    const stock = SKUS.slice(0, batch).map((sku, i) => figure(sku, i === 0 ? 250_000 : i));
    const price = SKUS.slice(0, batch).map((sku, i) => figure(sku, i * 101 + 5));
    expect(await client.publish("stock", SHOP, stock)).toEqual([]);
    expect(await client.publish("price", SHOP, price)).toEqual([]);
    const listed = await listedAll(client);
    expect([...listed.keys()]).toEqual(SKUS);
    for (const [i, { externalSku }] of stock.entries()) {
      const clamped = i === 0 && protocol !== "own" ? 99_999 : stock[i]!.value;
      expect(listed.get(externalSku)).toEqual({
        externalSku,
        stock: clamped,
        priceFen: price[i]!.value,
      });
    }
    const untold = SKUS[batch];
    if (untold !== undefined)
      expect(listed.get(untold)).toEqual({ externalSku: untold, stock: null, priceFen: null });
    expect(platforms.rows.get(code)).toBe(stock.length * 2 + SKUS.length);
  },
);

test.each(CASES)(
  "%s: articles the platform does not know are refused alone, with its code; so are all of them",
  async (_, code, adapter) => {
    const client = clientOf(adapter, code);
    const some = [figure("K0001", 7), figure("NEW-1", 8), figure("K0002", 9), figure("NEW-2", 1)];
    const refusals = await client.publish("stock", SHOP, some);
    const told = { meituan: "1015", eleme: "20302", own: "UNKNOWN_SKU" }[adapter.protocol];
    expect(refusals.map((one) => [one.externalSku, one.code])).toEqual([
      ["NEW-1", told],
      ["NEW-2", told],
    ]);
    expect(refusals.every((one) => one.text !== "")).toBe(true);
    expect(journal.map(({ sku, value }) => [sku, value])).toEqual([
      ["K0001", 7],
      ["K0002", 9],
    ]);
    expect(await client.publish("price", SHOP, [figure("NEW-1", 100)])).toMatchObject([
      { externalSku: "NEW-1", code: told },
    ]);
  },
);

test.each(CASES)(
  "%s: what cannot be told is refused without spoiling the call",
  async (protocol, code, adapter) => {
    const client = clientOf(adapter, code);
    const wrong = [figure("K0001", -1), figure("K0002", 1.5), figure("K0003", Number.NaN)];
    const refusals = await client.publish("stock", SHOP, [...wrong, figure("K0004", 4)]);
    expect(refusals.map((one) => [one.externalSku, one.code])).toEqual(
      wrong.map((one) => [one.externalSku, "NOT_SENT"]),
    );
    expect(journal.map((one) => one.sku)).toEqual(["K0004"]);
    expect(await client.publish("stock", SHOP, wrong)).toHaveLength(3);
    expect(platforms.calls.get(code)).toBe(1);
    if (protocol !== "meituan") return;
    const dear = [figure("K0001", 3_000_001), figure("K0002", 3_000_000)];
    expect(await client.publish("price", SHOP, dear)).toMatchObject([
      { externalSku: "K0001", code: "NOT_SENT" },
    ]);
    expect(platforms.window.shown({ account: code, shop: SHOP, sku: "K0002" }).priceFen).toBe(
      3_000_000,
    );
  },
);

test("eleme: an id with a colon or a semicolon never reaches its neighbours' numbers", async () => {
  const client = clientOf(elemeAdapter, "eleme-1");
  const odd = [figure("K0001:9;K0002", 3), figure("", 3), figure("K0003", 3)];
  expect(await client.publish("stock", SHOP, odd)).toMatchObject([
    { externalSku: "K0001:9;K0002", code: "NOT_SENT" },
    { externalSku: "", code: "NOT_SENT" },
  ]);
  expect(journal.map((one) => one.sku)).toEqual(["K0003"]);
});

test("own: an older version changes nothing, the same one again neither", async () => {
  const client = clientOf(ownAdapter, "app-1");
  for (const [value, version] of [
    [5, 3],
    [9, 2],
    [8, 3],
    [0, 4],
  ] as const) {
    expect(await client.publish("stock", SHOP, [figure("K0001", value, version)])).toEqual([]);
  }
  expect(journal.map(({ value, version }) => [value, version])).toEqual([
    [5, 3],
    [0, 4],
  ]);
});

test.each(CASES)(
  "%s: an unknown shop is rejected, a wrong key unauthorised, too many calls limited",
  async (protocol, code, adapter) => {
    const one = [figure("K0001", 1)];
    await expect(clientOf(adapter, code).publish("stock", "store_s99", one)).rejects.toMatchObject({
      name: "PortError",
      kind: "rejected",
    });
    await expect(clientOf(adapter, code).listed("store_s99", null)).rejects.toMatchObject({
      kind: "rejected",
    });
    await expect(
      clientOf(adapter, code, "wrong").publish("stock", SHOP, one),
    ).rejects.toMatchObject({ kind: "unauthorised" });
    platforms.weather.set({ storm: 10_000 });
    await expect(clientOf(adapter, code).publish("stock", SHOP, one)).rejects.toMatchObject({
      kind: "limited",
      retryAfterMs: protocol === "own" ? 1_000 : 4_000,
    });
    expect(journal).toEqual([]);
  },
);

test.each(CASES)(
  "%s: bad weather is what the port says of it, and a call may have been done all the same",
  async (_, code, adapter) => {
    const client = clientOf(adapter, code);
    const kinds = [
      ["dropRequest", "unavailable", 0],
      ["dropAnswer", "unavailable", 1],
      ["garbage", "malformed", 1],
    ] as const;
    for (const [fault, kind, done] of kinds) {
      platforms.weather.set({ dropRequest: 0, dropAnswer: 0, garbage: 0, [fault]: 10_000 });
      journal.length = 0;
      const version = kinds.findIndex(([name]) => name === fault) + 1;
      await expect(
        client.publish("stock", SHOP, [figure("K0001", 1, version)]),
      ).rejects.toMatchObject({ name: "PortError", kind });
      expect(journal).toHaveLength(done);
    }
    platforms.weather.set({ garbage: 0, unavailable: 10_000 });
    await expect(client.publish("stock", SHOP, [figure("K0001", 1, 9)])).rejects.toMatchObject({
      kind: "unavailable",
    });
  },
);

test.each(CASES)(
  "%s: so many calls a second as the adapter declares, each account and each API for itself",
  async (protocol, code, adapter) => {
    const account = { protocol, appId: accountOf(code).appId, secret: "s" };
    const startMs = Date.now();
    let now = startMs;
    const paced = await startFigurePlatforms({
      accounts: [
        { ...account, code },
        { ...account, code: "other" },
      ],
      shops: [SHOP],
      skus: SKUS,
      timers: { nowMs: () => now, after: () => () => {} },
    });
    const { callsPerSecond } = adapter.figures!.limits;
    const tell = (to: string, kind: "stock" | "price") =>
      figureClient(adapter, code, paced.baseOf(to), "s").publish(kind, SHOP, [
        figure("K0001", 1, now),
      ]);
    try {
      for (let i = 0; i < callsPerSecond; i += 1) await tell(code, "stock");
      await expect(tell(code, "stock")).rejects.toMatchObject({ kind: "limited" });
      await tell("other", "stock");
      if (protocol !== "own") await tell(code, "price");
      now = startMs + Math.ceil(1_000 / callsPerSecond);
      await tell(code, "stock");
      await expect(tell(code, "stock")).rejects.toMatchObject({ kind: "limited" });
      expect(paced.calls.get("other")).toBe(1);
    } finally {
      await paced.close();
    }
  },
);
