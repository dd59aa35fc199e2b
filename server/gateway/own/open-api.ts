/** Our own contract as OpenAPI, served at /openapi.json by the gateway. */
export function openApiText(base: string): string {
  return JSON.stringify(document(base));
}

const text = { type: "string" } as const;
const fen = { type: "integer", description: "分" } as const;
const object = (
  properties: Record<string, unknown>,
  required: string[] = Object.keys(properties),
) => ({ type: "object", properties, required });
const body = (schema: unknown) => ({ required: true, content: { "application/json": { schema } } });
const answers = {
  "200": {
    description:
      "Durable. {code: 0, order_id}; with `Prefer: wait` also stock (reserved | short) and what is missing",
  },
  "400": { description: "BAD_NONCE or a body that is not what the contract says" },
  "401": { description: "UNKNOWN_ACCOUNT, BAD_SIGNATURE, STALE" },
  "403": { description: "DISABLED" },
  "409": {
    description:
      "REPLAY: this X-Nonce was used already. With `Prefer: wait` also CONTENT_CONFLICT: this number was told before with other content. Without it such a message is acknowledged, the first content counts, and people are told",
  },
  "413": { description: "TOO_LARGE" },
  "415": { description: "WRONG_TYPE" },
  "429": { description: "LIMITED, see Retry-After" },
  "503": { description: "UNAVAILABLE: not stored, send it again with a fresh nonce" },
};

const order = object(
  {
    channel_order_id: text,
    store_code: text,
    day_seq: { type: "integer" },
    status: { enum: ["UNPAID", "NEW", "ACCEPTED", "COMPLETED", "CANCELLED"] },
    delivery_mode: { enum: ["DELIVERY", "PLATFORM", "PICKUP", "DINE_IN", "POS"] },
    expect: object({ type: { enum: ["ASAP", "BOOKED"] }, from: text, to: text }, ["type"]),
    buyer: object({ name: text, phone: text, phone_ext: text, privacy: { type: "boolean" } }, []),
    address: object(
      {
        text,
        detail: text,
        lng: { type: "number" },
        lat: { type: "number" },
        coord_sys: { enum: ["GCJ02", "WGS84", "BD09"] },
      },
      ["text"],
    ),
    items: {
      type: "array",
      minItems: 1,
      items: object(
        {
          line_id: text,
          sku_code: text,
          upc: text,
          name: text,
          qty: { type: "integer", minimum: 1 },
          unit_price_fen: fen,
          paid_fen: fen,
          weight_g: { type: "integer" },
        },
        ["line_id", "sku_code", "qty", "unit_price_fen", "paid_fen"],
      ),
    },
    amounts: object({
      items_fen: fen,
      package_fen: fen,
      delivery_fen: fen,
      discount_merchant_fen: fen,
      discount_platform_fen: fen,
      paid_fen: fen,
    }),
    tags: { type: "array", items: text },
    reservation_key: {
      type: "string",
      description: "the checkout whose reserved goods this order takes over",
    },
    remark: text,
  },
  ["channel_order_id", "store_code", "delivery_mode", "items", "amounts"],
);

const signed = ["X-App-Key", "X-Timestamp", "X-Nonce", "X-Signature"].map((name) => ({
  name,
  in: "header",
  required: true,
  schema: text,
}));
const cursor = [
  { name: "after", in: "query", schema: text, description: "the cursor of the last answer" },
  { name: "limit", in: "query", schema: { type: "integer", maximum: 500 } },
];
const event = (properties: Record<string, unknown>) =>
  object({
    events: {
      type: "array",
      maxItems: 100,
      items: object({ event_id: text, event: text, occurred_at: text, ...properties }),
    },
  });
const put = (summary: string, schema: unknown) => ({
  post: { summary, parameters: signed, requestBody: body(schema), responses: answers },
});
const list = (summary: string) => ({
  get: { summary, parameters: [...signed, ...cursor], responses: answers },
});

function document(base: string) {
  return {
    openapi: "3.1.0",
    info: {
      title: "Huiliu own contract",
      version: "1",
      description:
        "X-Signature = hex lower HMAC-SHA256(secret, METHOD\\nPATH?QUERY\\nX-Timestamp\\nX-Nonce\\nsha256_hex(body)). Timestamps in " +
        "seconds, ±300 s. A nonce of 16 to 128 characters is good once in ten minutes. Every message may be sent again: an order " +
        "is one per (account, channel_order_id), a fact one per (order, kind, time or refund id).",
    },
    servers: [{ url: base }],
    paths: { ...channelPaths(), ...checkoutPaths(), ...wmsPaths(), ...devicePaths() },
  };
}

function channelPaths() {
  return {
    "/api/open/v1/channels/{channel}/orders": put(
      "Orders and what happens to them: order.created (UNPAID: with the amounts that will be paid), order.paid, order.accepted, order.completed, order.cancelled, refund.succeeded",
      object(
        {
          event: {
            enum: [
              "order.created",
              "order.paid",
              "order.accepted",
              "order.completed",
              "order.cancelled",
              "refund.succeeded",
            ],
          },
          event_id: text,
          occurred_at: { type: "string", format: "date-time" },
          order,
          refund: object(
            {
              refund_id: text,
              amount_fen: fen,
              full: { type: "boolean" },
              items: {
                type: "array",
                items: object({ line_id: text, qty: { type: "integer" }, amount_fen: fen }),
              },
            },
            ["refund_id", "amount_fen"],
          ),
        },
        ["event", "event_id", "occurred_at", "order"],
      ),
    ),
    "/api/open/v1/pos/sales": put(
      "Sales a till made, offline too: an order each, channel_order_id terminal_id-yyyyMMddHHmmss-receipt_no (Shanghai)",
      object({
        sales: {
          type: "array",
          minItems: 1,
          maxItems: 500,
          items: object({
            terminal_id: text,
            receipt_no: text,
            sold_at: { type: "string", format: "date-time" },
            order: object({
              store_code: text,
              items: order.properties.items,
              amounts: order.properties.amounts,
            }),
          }),
        },
      }),
    ),
    "/api/open/v1/channels/{channel}/files": {
      post: {
        summary: "A CSV of orders (社区团购)",
        parameters: signed,
        requestBody: { content: { "text/csv": {} } },
        responses: answers,
      },
    },
  };
}

/** What an own shop front may offer, and goods it keeps while somebody pays. */
function checkoutPaths() {
  const base = "/api/open/v1/channels/{channel}";
  const item = object({ sku_code: text, qty: { type: "integer", minimum: 1 } });
  return {
    [`${base}/availability`]: {
      get: {
        summary:
          "How many of each article may be offered now, up to 200 at once; a look, not a promise: only a reservation is one",
        parameters: [
          ...signed,
          { name: "store_code", in: "query", required: true, schema: text },
          { name: "sku_codes", in: "query", required: true, schema: text, description: "a,b,c" },
        ],
        responses: answers,
      },
    },
    [`${base}/reservations`]: put(
      "Goods for a checkout, kept 15 minutes. ALL: everything or nothing; PART: as much as there is. The same reservation_key asked again gets the same answer; 409 SHORT, 409 KEY_CONFLICT (other goods), 410 EXPIRED",
      object(
        {
          reservation_key: text,
          store_code: text,
          mode: { enum: ["ALL", "PART"] },
          items: { type: "array", minItems: 1, maxItems: 100, items: item },
        },
        ["reservation_key", "store_code", "items"],
      ),
    ),
    [`${base}/reservations/{key}/extend`]: put(
      "Five minutes more, once; also by channel_order_id for an order that waits for its money",
      object({}),
    ),
    [`${base}/reservations/{key}/release`]: put("The checkout was left", object({})),
  };
}

/** A warehouse system: what lies on shelves, what moved, what was counted; and what we sold. */
function wmsPaths() {
  const report = (items: Record<string, unknown>, more: Record<string, unknown> = {}) =>
    object({
      report_id: { type: "string", description: "told twice, it is taken once" },
      store_code: text,
      as_of: { type: "string", format: "date-time" },
      ...more,
      items: { type: "array", minItems: 1, maxItems: 2_000, items: object(items) },
    });
  const pieces = { type: "integer", description: "base units: pieces, or grams of weighed goods" };
  const position = {
    last_move: {
      type: ["string", "null"],
      description: "the cursor of wms/ledger that these figures include; null goes by as_of",
    },
  };
  return {
    "/api/open/v1/wms/snapshots": put(
      "What lies on shelves, goods already picked included, compared with our books as of last_move. An older one than the last is refused (STALE)",
      report({ sku_code: text, on_hand: pieces }, position),
    ),
    "/api/open/v1/wms/counts": put(
      "What people counted: believed whatever the difference. An unknown article refuses the whole count (UNKNOWN_SKU)",
      report({ sku_code: text, counted: pieces }, position),
    ),
    "/api/open/v1/wms/moves": put(
      "What came and went, each once per move_id; qty is signed. Below zero refuses the report (BELOW_ZERO)",
      report({
        move_id: text,
        sku_code: text,
        kind: { enum: ["receipt", "return", "adjust", "quarantine"] },
        qty: { type: "integer" },
        reason: text,
      }),
    ),
    "/api/open/v1/wms/ledger": list(
      "Our ledger after a cursor: {moves: [{position, store_code, sku_code, kind, delta, at}], cursor}. A page shorter than asked is the end for now",
    ),
  };
}

function devicePaths() {
  return {
    "/api/open/v1/store-tasks": list("Parcels for stores that changed since a cursor"),
    "/api/open/v1/store-events": put(
      "fulfilment.accepted, rejected, pick_started, picked (lines: line_ref, picked_qty, weighed_g), packed, ready, handed_over",
      event({ fulfilment_id: text }),
    ),
    "/api/open/v1/rider-tasks": list("Riders' tasks that changed since a cursor"),
    "/api/open/v1/rider-events": put(
      "delivery.arrived_store, picked_up, delivering, delivered, undeliverable",
      event({ task_id: text }),
    ),
    "/api/open/v1/rider-pings": put(
      "Where riders are",
      object({
        pings: {
          type: "array",
          maxItems: 1000,
          items: object({
            rider_code: text,
            lng_e6: { type: "integer" },
            lat_e6: { type: "integer" },
            at: text,
            online: { type: "boolean" },
          }),
        },
      }),
    ),
  };
}
