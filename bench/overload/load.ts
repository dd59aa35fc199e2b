import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { rawClient, requestBytes } from "../intake/raw-client";
import { smallOrder } from "./order";

/**
 * The load client, a process of its own: signed orders of our own contract, made ahead, by the clock, one in twenty over a
 * connection of its own, whatever the answers. What finds every kept connection busy is sent when one is free.
 *
 * argv: gateway, secrets file, requests per second, seconds, name of the run
 */
const [gateway = "", secretsFile = "", rateText = "", secondsText = "", name = ""] =
  process.argv.slice(2);
const rate = Number(rateText);
const seconds = Number(secondsText);
const target = new URL(gateway);
const { accounts } = JSON.parse(readFileSync(secretsFile, "utf8")) as {
  accounts: Record<string, string>;
};
const secret = accounts["app-1"] ?? "";
const CONNECTIONS = 1_500;
const FRESH_EACH = 20;
const STEP_MS = 5;
const LAST_ANSWER_MS = 20_000;

export type LoadReport = {
  statuses: Record<string, number>;
  /** ms from when a request was sent to its answer, sorted: over kept connections, over new ones (from the first knock). */
  answers: number[];
  fresh: number[];
  /** How long the client itself took to send all, beside the seconds it was given. */
  sendSeconds: number;
  acked: number[];
  /** The longest time without an acknowledgement. */
  gapMs: number;
};

const client = rawClient(target.hostname, Number(target.port), CONNECTIONS);
const report: LoadReport = {
  statuses: {},
  answers: [],
  fresh: [],
  sendSeconds: 0,
  acked: [],
  gapMs: 0,
};
let open = 0;
let lastAckAt = 0;

function requestOf(i: number, extra: Record<string, string> = {}): Buffer {
  const { path, headers, body } = smallOrder(`${name}-${i}`, i, secret);
  return requestBytes(path, { host: target.host, headers: { ...headers, ...extra }, body });
}

function note(
  i: number,
  { waitedMs, status, times }: { waitedMs: number; status: number; times: number[] },
): void {
  open -= 1;
  const now = Date.now();
  times.push(waitedMs);
  report.statuses[status] = (report.statuses[status] ?? 0) + 1;
  if (status !== 200) return;
  report.acked.push(i);
  if (lastAckAt > 0) report.gapMs = Math.max(report.gapMs, now - lastAckAt);
  lastAckAt = now;
}

/** One request over a connection of its own. @param done the status, 0 when nothing came, and how many ms it took */
function once(bytes: Buffer, done: (status: number, waitedMs: number) => void): void {
  const since = performance.now();
  let text = "";
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    done(Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), performance.now() - since);
  };
  const socket = connect(Number(target.port), target.hostname, () => socket.write(bytes));
  socket.on("data", (chunk) => {
    text += chunk.toString("latin1");
    if (text.includes("\r\n\r\n")) {
      end();
      socket.destroy();
    }
  });
  socket.on("error", end);
  socket.on("close", end);
}

function fire(i: number, bytes: Buffer): void {
  open += 1;
  if (i % FRESH_EACH === 0)
    once(bytes, (s, waited) => note(i, { waitedMs: waited, status: s, times: report.fresh }));
  else
    client.send(bytes, (s, waited) =>
      note(i, { waitedMs: waited, status: s, times: report.answers }),
    );
}

/** Made ahead: signing at this rate would keep a core busy that the other side needs. */
const makeReady = (count: number): (Buffer | null)[] =>
  Array.from({ length: count }, (_, i) =>
    requestOf(i, i % FRESH_EACH === 0 ? { connection: "close" } : {}),
  );

async function run(): Promise<void> {
  const count = Math.round(rate * seconds);
  const ready = makeReady(count);
  const start = Date.now();
  await new Promise<void>((done) => {
    let next = 0;
    const timer = setInterval(() => {
      const due = Math.min(count, Math.floor(((Date.now() - start) * rate) / 1_000));
      for (; next < due; next += 1) {
        const bytes = ready[next];
        ready[next] = null;
        if (bytes) fire(next, bytes);
      }
      if (next < count) return;
      clearInterval(timer);
      done();
    }, STEP_MS);
  });
  for (let waited = 0; open > 0 && waited < LAST_ANSWER_MS; waited += STEP_MS)
    await new Promise((later) => setTimeout(later, STEP_MS));
  report.sendSeconds = (Date.now() - start) / 1_000;
  const sorted = (times: number[]) => times.sort((a, b) => a - b);
  const unanswered = open;
  process.send?.({
    ...report,
    statuses: { ...report.statuses, unanswered },
    answers: sorted(report.answers),
    fresh: sorted(report.fresh),
  });
  client.close();
}

void run();
