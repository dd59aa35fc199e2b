import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { elemeSign } from "@/server/adapters/channels/eleme/sign";
import { ownSign } from "@/server/adapters/channels/own/sign";
import { signedOrderRequests } from "@/server/world/life/signed-order";
import { rawClient, requestBytes } from "./raw-client";

/**
 * The load client, a process of its own: prepares really signed requests, sends them open loop (by the clock, not by the
 * answers), a fifth of them twice, and tells when each was due, sent and acknowledged.
 *
 * argv: gateway, callback base, secrets file, orders per second, seconds, platform port, seed
 */
const [
  gateway = "",
  callbackBase = "",
  secretsFile = "",
  rateText = "",
  secondsText = "",
  portText = "",
  seedText = "7",
] = process.argv.slice(2);
const rate = Number(rateText);
const seconds = Number(secondsText);
const DUPLICATE_SHARE = 0.2;
const STEP_MS = 5;

type Shot = { path: string; headers: Record<string, string>; body: Buffer; order: number };
type Ready = { bytes: Buffer; order: number };
type Sent = { externalNo: string; channel: string; dueMs: number; ackMs: number; status: number };

const { accounts } = JSON.parse(readFileSync(secretsFile, "utf8")) as {
  accounts: Record<string, string>;
};
const source = signedOrderRequests(Number(seedText), callbackBase, accounts);
const target = new URL(gateway);
const client = rawClient(target.hostname, Number(target.port), 48);
const sent: Sent[] = [];
const outcomes = { ok: 0, refused: 0, failed: 0 };
let inFlight = 0;

/** 饿了么 tells only an id; the detail is asked for here. */
const platform = createServer((req, res) => {
  const chunks: Buffer[] = [];
  req.on("data", (chunk: Buffer) => chunks.push(chunk));
  req.on("end", () => {
    const form = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
    const asked = JSON.parse(form.get("body") ?? "{}") as { order_id?: string };
    const cmd = form.get("cmd") ?? "";
    const data = cmd === "order.get" ? source.detailOf(String(asked.order_id)) : {};
    const isMeituan = (req.url ?? "").startsWith("/meituan");
    res.setHeader("content-type", "application/json");
    res.end(
      isMeituan ? '{"data":"ok"}' : signedAnswer(cmd, { errno: 0, error: "success", data }, form),
    );
  });
});

function signedAnswer(cmd: string, body: unknown, form: URLSearchParams): string {
  const fields: Record<string, string> = {
    body: JSON.stringify(body),
    cmd: `resp.${cmd}`,
    encrypt: "",
    source: form.get("source") ?? "",
    ticket: form.get("ticket") ?? "",
    timestamp: form.get("timestamp") ?? "",
    version: "3",
  };
  return JSON.stringify({ ...fields, sign: elemeSign(fields, accounts["eleme-1"] ?? "") });
}

function prepare(count: number): {
  shots: Ready[];
  names: { externalNo: string; channel: string }[];
} {
  const shots: Shot[] = [];
  const names: { externalNo: string; channel: string }[] = [];
  const now = Date.now();
  for (let i = 0; i < count; i += 1) {
    const made = source.next(now);
    names.push({ externalNo: made.externalNo, channel: made.channel });
    const shot = { path: made.path, headers: made.headers, body: made.body, order: i };
    shots.push(shot);
    if ((i * 7_919) % 1000 < DUPLICATE_SHARE * 1000) shots.push(again(shot, made.account, i));
  }
  const ready = ({ path, headers, body, order }: Shot): Ready => ({
    bytes: requestBytes(path, { host: target.host, headers, body }),
    order,
  });
  return { shots: shots.map(ready), names };
}

/** A platform repeats itself to the byte; our own contract signs a second telling with a nonce of its own. */
function again(shot: Shot, account: string, i: number): Shot {
  const timestamp = shot.headers["X-Timestamp"];
  if (timestamp === undefined) return shot;
  const nonce = `again-${process.pid}-${i}-${"0".repeat(8)}`;
  const signature = ownSign(
    { method: "POST", path: shot.path, timestamp, nonce, body: shot.body },
    accounts[account] ?? "",
  );
  return { ...shot, headers: { ...shot.headers, "X-Nonce": nonce, "X-Signature": signature } };
}

function fire(shot: Ready, dueMs: number, name: { externalNo: string; channel: string }): void {
  inFlight += 1;
  client.send(shot.bytes, (status) => {
    inFlight -= 1;
    if (status === 0) outcomes.failed += 1;
    else if (status === 200) outcomes.ok += 1;
    else outcomes.refused += 1;
    if (status > 0) sent.push({ ...name, dueMs, ackMs: Date.now(), status });
  });
}

async function run(): Promise<void> {
  const count = Math.round(rate * seconds);
  const { shots, names } = prepare(count);
  await new Promise<void>((ready) => platform.listen(Number(portText), "127.0.0.1", ready));
  process.send?.({ ready: true });
  await new Promise((go) => process.once("message", go));
  const start = Date.now();
  const perMs = shots.length / (seconds * 1000);
  let next = 0;
  await new Promise<void>((done) => {
    const timer = setInterval(() => {
      const due = Math.min(shots.length, Math.floor((Date.now() - start) * perMs));
      for (; next < due; next += 1) {
        const shot = shots[next] as Ready;
        fire(
          shot,
          start + next / perMs,
          names[shot.order] as { externalNo: string; channel: string },
        );
      }
      if (next >= shots.length) {
        clearInterval(timer);
        done();
      }
    }, STEP_MS);
  });
  for (let looks = 0; inFlight > 0 && looks < 400; looks += 1)
    await new Promise((r) => setTimeout(r, 25));
  process.send?.({
    done: true,
    startMs: start,
    endMs: Date.now(),
    sent,
    outcomes,
    shots: shots.length,
    orders: count,
  });
  process.once("message", () => process.exit(0));
}

await run();
