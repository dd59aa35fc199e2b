import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { rawClient, requestBytes } from "../intake/raw-client";
import { smallOrder } from "./order";

/**
 * The load client, a process of its own: signed orders of our own contract by the clock, one in twenty over a connection
 * of its own, whatever the answers.
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
  /** ms from when a request was due to its answer, sorted, a sample. */
  answers: number[];
  fresh: number[];
  acked: number[];
  /** The longest time without an acknowledgement. */
  gapMs: number;
};

const client = rawClient(target.hostname, Number(target.port), CONNECTIONS);
const report: LoadReport = {
  statuses: {},
  answers: [],
  fresh: [],
  acked: [],
  gapMs: 0,
};
let open = 0;
let lastAckAt = 0;

function requestOf(i: number, extra: Record<string, string> = {}): Buffer {
  const { path, headers, body } = smallOrder(`${name}-${i}`, i, secret);
  return requestBytes(path, target.host, { ...headers, ...extra }, body);
}

function note(i: number, dueMs: number, status: number, times: number[]): void {
  open -= 1;
  const now = Date.now();
  times.push(now - dueMs);
  report.statuses[status] = (report.statuses[status] ?? 0) + 1;
  if (status !== 200) return;
  report.acked.push(i);
  if (lastAckAt > 0) report.gapMs = Math.max(report.gapMs, now - lastAckAt);
  lastAckAt = now;
}

/** One request over a connection of its own. @param done the status, 0 when nothing came */
function once(bytes: Buffer, done: (status: number) => void): void {
  let text = "";
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    done(Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0));
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

function fire(i: number, dueMs: number): void {
  open += 1;
  if (i % FRESH_EACH === 0)
    once(requestOf(i, { connection: "close" }), (s) => note(i, dueMs, s, report.fresh));
  else client.send(requestOf(i), (status) => note(i, dueMs, status, report.answers));
}

async function run(): Promise<void> {
  const start = Date.now();
  const count = Math.round(rate * seconds);
  await new Promise<void>((done) => {
    let next = 0;
    const timer = setInterval(() => {
      const due = Math.min(count, Math.floor(((Date.now() - start) * rate) / 1_000));
      for (; next < due; next += 1) fire(next, start + (next * 1_000) / rate);
      if (next < count) return;
      clearInterval(timer);
      done();
    }, STEP_MS);
  });
  for (let waited = 0; open > 0 && waited < LAST_ANSWER_MS; waited += STEP_MS)
    await new Promise((later) => setTimeout(later, STEP_MS));
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
