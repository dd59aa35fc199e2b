import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { type FakeGateway, startFakeGateway } from "../../tests/setup/fake-gateway";
import { parseCli } from "./cli";
import { startWorld, type World } from "./engine";
import type { WorldOptions } from "./options";
import { USUAL_WEATHER } from "./platform/weather/weather";

const WAIT_MS = 200_000;
let gateway: FakeGateway | null = null;
let world: World | null = null;
const folder = mkdtempSync(join(tmpdir(), "world-"));
afterEach(async () => {
  await world?.stop();
  await gateway?.close();
  world = null;
  gateway = null;
  rmSync(folder, { recursive: true, force: true });
});

function optionsFor(base: string, flags: string[]): WorldOptions {
  const parsed = parseCli(["--gateway", base, "--callback-base", base, "--port", "0", ...flags]);
  if (!parsed.ok || parsed.request.kind !== "run") throw new Error(JSON.stringify(parsed));
  return parsed.request.options;
}

test("world: signed orders on every channel arrive, repeated and retried, and truth agrees", async () => {
  const fake = await startFakeGateway();
  gateway = fake;
  fake.failNext = 60;
  const truth = join(folder, "truth.ndjson");
  const flags = [
    "--scenario",
    "promotion",
    "--rate",
    "400",
    "--speed",
    "60",
    "--truth",
    truth,
    "--duplicates",
    "5000",
    "--bad-signature",
    "500",
    "--delay",
    "0",
  ];
  const running = await startWorld(optionsFor(fake.base, flags), fake.secrets);
  world = running;
  const { channels } = running.stats;
  await vi.waitFor(
    () => {
      for (const channel of Object.values(channels)) expect(channel.acked).toBeGreaterThan(0);
      expect(running.stats.duplicates).toBeGreaterThan(10);
      expect(running.stats.retries).toBeGreaterThan(5);
      expect(running.stats.forged).toBeGreaterThan(0);
      expect(fake.pings).toBeGreaterThan(0);
    },
    { timeout: WAIT_MS, interval: 50 },
  );
  await running.stop();
  world = null;
  expect(running.stats.forgedAccepted).toBe(0);
  expect(fake.refused.length).toBeLessThanOrEqual(running.stats.forged);
  const lines = readFileSync(truth, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(new Set(lines.map((line) => `${line.channel} ${line.externalNo}`)).size).toBe(
    lines.length,
  );
  expect(lines.length).toBe(Object.values(channels).reduce((sum, c) => sum + c.unique, 0));
  expect(lines.some((line) => Number(line.copies) > 0)).toBe(true);
  const created = fake.accepted.filter((seen) => seen.body.includes('"order.created"'));
  expect(new Set(created.map((seen) => seen.key)).size).toBeLessThan(created.length);
  expect(new Set(created.map((seen) => seen.nonce)).size).toBe(created.length);
  const acked = new Set(lines.filter((line) => line.acked).map((line) => String(line.externalNo)));
  for (const seen of created) {
    const no = (JSON.parse(seen.body) as { order: { channel_order_id: string } }).order
      .channel_order_id;
    expect(acked.has(no)).toBe(true);
  }
});

test("world: the warehouse reports what lies in the shops; the weather can be changed from outside", async () => {
  const fake = await startFakeGateway();
  gateway = fake;
  const flags = ["--rate", "60", "--speed", "120", "--snapshot-minutes", "2", "--drift-bps", "500"];
  fake.ledger.push({
    position: "1",
    store_code: "store_s01",
    sku_code: "K0001",
    kind: "transfer_in",
    delta: 100_000,
  });
  const running = await startWorld(optionsFor(fake.base, flags), fake.secrets);
  world = running;
  await vi.waitFor(
    () => {
      expect(running.stats.stockReports).toBeGreaterThan(8);
    },
    { timeout: WAIT_MS, interval: 50 },
  );
  const snapshot = fake.wmsReports.find((report) => report.store_code === "store_s01");
  expect(snapshot).toMatchObject({ what: "snapshots", last_move: "1" });
  const items = snapshot?.items as { sku_code: string; on_hand: number }[];
  expect(items.find((item) => item.sku_code === "K0001")?.on_hand).toBeGreaterThan(90_000);
  expect(fake.refused.filter((seen) => seen.path.includes("/wms/"))).toEqual([]);

  const knob = `http://127.0.0.1:${running.port}/control/weather`;
  expect(await (await fetch(knob)).json()).toEqual(USUAL_WEATHER);
  await fetch(knob, { method: "POST", body: '{"delay":1000}' });
  expect(running.weather.rates()).toEqual({ ...USUAL_WEATHER, delay: 1_000 });
});
