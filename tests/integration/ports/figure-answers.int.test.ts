import { expect, test } from "vitest";
import { meituanAdapter } from "@/server/adapters/channels/meituan/adapter";
import { ownAdapter } from "@/server/adapters/channels/own/adapter";
import { CASES, figure, figureClient, sayer } from "./figure-samples";

/** What clients of stock and prices put on the wire, and how they read answers that no simulated platform gives. */
const SHOP = "store_s01";

const MEITUAN_ANSWERS = [
  [
    "throttled as a whole",
    { result_code: 4, error_list: [{ code: 711, msg: "触发流控" }] },
    "limited",
  ],
  [
    "throttled in one row",
    {
      result_code: 2,
      data: "ok",
      error_list: [
        { sku_id: "K0001", code: 805, msg: "无此商品" },
        { sku_id: "K0002", code: 711, msg: "触发流控" },
      ],
    },
    "limited",
  ],
  [
    "a row that was not sent",
    { result_code: 2, data: "ok", error_list: [{ sku_id: "K9", code: 1015, msg: "?" }] },
    "rejected",
  ],
  ["system trouble", { data: "ng", error: { code: 700, msg: "系统错误" } }, "unavailable"],
  ["nothing said", {}, "malformed"],
] as const;

test.each(MEITUAN_ANSWERS)("meituan: %s is no refusal of articles", async (_, answer, kind) => {
  const { base, close } = await sayer((response) => response.end(JSON.stringify(answer)));
  try {
    await expect(
      figureClient(meituanAdapter, "meituan-1", base).publish("stock", SHOP, [
        figure("K0001", 1),
        figure("K0002", 1),
      ]),
    ).rejects.toMatchObject({ name: "PortError", kind });
  } finally {
    await close();
  }
});

test("meituan: a list with fields and shapes nobody told us of is read where it can be", async () => {
  const data = [
    {
      app_spu_code: "P1",
      brand: { x: 1 },
      skus: '[{"sku_id":"a","stock":"7","price":"14.90","upc":"69"},{"sku_id":"b","stock":"*"}]',
    },
    { app_spu_code: "P2", skus: "not json" },
    { app_spu_code: "P3", skus: [{ stock: 3, price: 2 }] },
    { skus: '[{"stock":"1"}]' },
  ];
  const { base, close } = await sayer((response) => response.end(JSON.stringify({ data })));
  try {
    expect(await figureClient(meituanAdapter, "meituan-1", base).listed(SHOP, null)).toEqual({
      rows: [
        { externalSku: "a", stock: 7, priceFen: 1_490 },
        { externalSku: "b", stock: null, priceFen: null },
        { externalSku: "P2", stock: null, priceFen: null },
        { externalSku: "P3", stock: 3, priceFen: 200 },
      ],
      next: null,
    });
  } finally {
    await close();
  }
});

test.each([
  [429, "limited", 7_000],
  [401, "unauthorised", null],
  [409, "rejected", null],
  [502, "unavailable", null],
] as const)("own: HTTP %i is %s", async (status, kind, retryAfterMs) => {
  const { base, close } = await sayer((response) =>
    response.writeHead(status, status === 429 ? { "retry-after": "7" } : {}).end("{}"),
  );
  try {
    const client = figureClient(ownAdapter, "app-1", base);
    await expect(client.publish("stock", SHOP, [figure("K0001", 1)])).rejects.toMatchObject({
      name: "PortError",
      kind,
      retryAfterMs,
    });
  } finally {
    await close();
  }
});

test("on the wire as the documents have it", async () => {
  const seen: { url: string; body: string }[] = [];
  const { base, close } = await sayer((response, request, body) => {
    seen.push({ url: request.url ?? "", body });
    response.end('{"data":"ok","result_code":1,"body":"{\\"errno\\":0}","code":0}');
  });
  try {
    const told = [figure("sku_1", 12, 4), figure("sku_2", 1_490, 5)];
    for (const kind of ["stock", "price"] as const) {
      for (const [, code, adapter] of CASES)
        await figureClient(adapter, code, `${base}/api/v1`).publish(kind, "store_001", told);
    }
  } finally {
    await close();
  }
  const bodies = seen.map(({ url, body }) => {
    const form = new URLSearchParams(body);
    return url.startsWith("/api/v1/retail")
      ? [url.replace(/\?.*/, ""), form.get("app_poi_code"), form.get("food_data")]
      : url === "/api/v1"
        ? [form.get("cmd"), JSON.parse(form.get("body") ?? "")]
        : [url, JSON.parse(body)];
  });
  const food = (kind: string, values: readonly [string, string]) =>
    `[${values.map((value, i) => `{"app_spu_code":"sku_${i + 1}","skus":[{"sku_id":"sku_${i + 1}","${kind}":"${value}"}]}`).join()}]`;
  const event = {
    event_id: expect.any(String),
    occurred_at: expect.any(String),
    store_code: "store_001",
  };
  expect(bodies).toEqual([
    ["/api/v1/retail/sku/stock", "store_001", food("stock", ["12", "1490"])],
    [
      "sku.stock.update.batch",
      { platform_shop_id: "store_001", custom_sku_id: "sku_1:12;sku_2:1490" },
    ],
    [
      "/api/v1/figures",
      {
        ...event,
        event: "stock.changed",
        items: [
          { sku_code: "sku_1", qty: 12, version: 4 },
          { sku_code: "sku_2", qty: 1_490, version: 5 },
        ],
      },
    ],
    ["/api/v1/retail/sku/price", "store_001", food("price", ["0.12", "14.90"])],
    [
      "sku.price.update.batch",
      { platform_shop_id: "store_001", custom_sku_id: "sku_1:12;sku_2:1490" },
    ],
    [
      "/api/v1/figures",
      {
        ...event,
        event: "price.changed",
        items: [
          { sku_code: "sku_1", price_fen: 12, version: 4 },
          { sku_code: "sku_2", price_fen: 1_490, version: 5 },
        ],
      },
    ],
  ]);
});
