import { afterEach, beforeEach, expect, test } from "vitest";
import { ownAdapter } from "@/server/adapters/channels/own/adapter";
import { seededRng } from "@/server/domain/kernel/rng";
import type { WmsClient } from "@/server/ports/wms";
import type { Desk } from "@/server/world/platform/desk";
import { ownRequest } from "@/server/world/platform/own/request";
import { type PlatformServer, startPlatformServer } from "@/server/world/platform/server";
import { createWeather } from "@/server/world/platform/weather/weather";
import type { Postman } from "@/server/world/send/postman";
import { createReports } from "@/server/world/warehouse/reports";
import { createShelves } from "@/server/world/warehouse/shelves";
import { type RestockLine, warehouseDesk } from "@/server/world/warehouse/warehouse-desk";
import type { WireRequest } from "@/server/world/wire/request";
import { accountOf, lookup, NOW, SECRETS, toRaw } from "./channel-samples";

/** The warehouse's side of our own contract, both ways: its reports come in, our requests go out. */
const SECRET = SECRETS["wms-1"]!;

let server: PlatformServer;
let brought: { storeCode: string; lines: readonly RestockLine[]; requestNo: string }[];

beforeEach(async () => {
  brought = [];
  const desk: Desk = warehouseDesk(
    { appId: "wms-1", secret: "ws", wallMs: Date.now },
    {
      hasShelf: (storeCode, skuCode) => storeCode === "S01" && skuCode.startsWith("K"),
      bring: (storeCode, lines, requestNo) => void brought.push({ storeCode, lines, requestNo }),
      count: () => {},
    },
  );
  const weather = createWeather({ rng: seededRng(1) });
  server = await startPlatformServer({ port: 0, desks: [desk], weather });
});
afterEach(() => server.close());

function clientOf(secret = "ws"): WmsClient {
  const base = `http://127.0.0.1:${server.port}/wms`;
  const client = ownAdapter.wms?.(accountOf("wms-1", {}, base), secret);
  if (!client) throw new Error("the own contract has no warehouse");
  return client;
}

const REQUEST = {
  requestNo: "RS-7",
  storeCode: "store_s01",
  neededAt: NOW,
  lines: [
    { skuCode: "K0001", qty: 24 },
    { skuCode: "K0002", qty: 6 },
  ],
};

test("wms: a restock request sent again is one request, answered alike", async () => {
  const first = await clientOf().restock(REQUEST);
  expect(first.warehouseNo).not.toBe("");
  expect(await clientOf().restock(REQUEST)).toEqual(first);
  expect(brought).toEqual([{ storeCode: "S01", lines: REQUEST.lines, requestNo: "RS-7" }]);
  expect(await clientOf().restock({ ...REQUEST, requestNo: "RS-8" })).not.toEqual(first);
});

test("wms: a wrong key is unauthorised, an unknown shelf rejected, silence unavailable", async () => {
  await expect(clientOf("wrong").restock(REQUEST)).rejects.toMatchObject({
    name: "PortError",
    kind: "unauthorised",
  });
  await expect(clientOf().restock({ ...REQUEST, storeCode: "store_s09" })).rejects.toMatchObject({
    kind: "rejected",
  });
  await server.close();
  await expect(clientOf().restock(REQUEST)).rejects.toMatchObject({ kind: "unavailable" });
  expect(brought).toEqual([]);
});

/** Everything the simulated warehouse says about two shelves. */
function reports(): WireRequest[] {
  const wires: WireRequest[] = [];
  const postman: Postman = {
    post: (letter) => void wires.push(letter.build()),
    pending: () => 0,
    stop: async () => {},
  };
  const shelves = createShelves([
    ["S01", "K0001", 12],
    ["S01", "K0002", 0],
  ]);
  const made = createReports({
    postman,
    shelves,
    position: () => "77",
    account: "wms-1",
    secret: SECRET,
    wallMs: () => NOW,
    run: "r",
  });
  made.snapshot("S01");
  made.count("S01", ["K0002"]);
  made.receipts("S01", [{ skuCode: "K0001", qty: 24, reason: "RS-7" }]);
  return wires;
}

test("wms: what the warehouse says comes in as reports, in the lane of its shop", () => {
  const read = reports().map((wire) => {
    const verified = ownAdapter.verify(toRaw(wire), lookup(), NOW);
    if (!verified.ok) throw new Error(verified.error.code);
    const { topic, body, account, storeKey } = verified.value;
    expect([storeKey, account.code]).toEqual(["store_s01", "wms-1"]);
    expect(verified.value.ack(NOW)).toMatchObject({ status: 200, body: '{"code":0}' });
    const decoded = ownAdapter.decode(topic, body, account);
    if (!decoded.ok) throw new Error(decoded.error.cause);
    return [topic, decoded.value];
  });
  const head = { storeKey: "store_s01", asOf: NOW, reportId: expect.any(String) };
  const lines = [
    { externalSku: "K0001", qty: 12, move: null },
    { externalSku: "K0002", qty: 0, move: null },
  ];
  const move = { moveId: expect.any(String), kind: "receipt", reason: "RS-7" };
  expect(read).toEqual([
    [
      "wms-snapshot",
      [{ type: "report", report: { ...head, kind: "snapshot", lastMove: "77", lines } }],
    ],
    [
      "wms-count",
      [{ type: "report", report: { ...head, kind: "count", lastMove: "77", lines: [lines[1]] } }],
    ],
    [
      "wms-moves",
      [
        {
          type: "report",
          report: {
            ...head,
            kind: "moves",
            lastMove: null,
            lines: [{ externalSku: "K0001", qty: 24, move }],
          },
        },
      ],
    ],
  ]);
});

test("wms: its addresses are the warehouse's alone; the ledger is read, not written", () => {
  const ask = (account: string, path: string, method: "GET" | "POST") => {
    const wire = ownRequest({
      method,
      path,
      account,
      secret: SECRETS[account] ?? "",
      nowMs: NOW,
      nonce: "n".repeat(16),
    });
    const verified = ownAdapter.verify(toRaw(wire), lookup(), NOW);
    return verified.ok ? verified.value.topic : verified.error.code;
  };
  const ledger = "/api/open/v1/wms/ledger?after=12&limit=500";
  expect(ask("wms-1", ledger, "GET")).toBe("wms-ledger");
  expect(ask("wms-1", ledger, "POST")).toBe("NO_ROUTE");
  expect(ask("wms-1", "/api/open/v1/wms/snapshots", "GET")).toBe("NO_ROUTE");
  expect(ask("store-app", ledger, "GET")).toBe("UNKNOWN_ACCOUNT");
  expect(ask("app-1", "/api/open/v1/wms/counts", "POST")).toBe("UNKNOWN_ACCOUNT");
  expect(ask("wms-1", "/api/open/v1/store-tasks", "GET")).toBe("UNKNOWN_ACCOUNT");
});
