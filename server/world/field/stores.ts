import { randomUUID } from "node:crypto";
import type { DemoStore } from "@/server/domain/demo/types";
import type { Rng } from "@/server/domain/kernel/rng";
import type { Agenda } from "../time/agenda";
import { shanghaiIso } from "../wire/shanghai-time";
import type { StoreTask } from "./tasks";

/** How shops work. Times are simulated milliseconds. */
type StoreHabits = {
  pickMsPerLine: readonly [from: number, to: number];
  /** Of ten thousand lines, so many are found short on the shelf. */
  shortBps: number;
  rejectBps: number;
};
export const USUAL_STORE: StoreHabits = {
  pickMsPerLine: [20_000, 40_000],
  shortBps: 60,
  rejectBps: 8,
};

/** Hands at the shelves of the shops. */
export type ShelfHands = {
  /** @returns how many of those wanted are there */
  pick: (storeCode: string, skuCode: string, wanted: number) => number;
  /** What was picked lies there again, or has left. */
  release: (storeCode: string, skuCode: string, qty: number) => void;
};

type Stores = {
  take(task: StoreTask): void;
  /** A rider has come for it; nothing happens when it isn't ready. */
  handOver(fulfilmentId: string): void;
  open(): number;
};

type Stage = "accepting" | "queued" | "picking" | "packing" | "ready" | "handed" | "gone";
/** `taken`: what is off the shelf for it. */
type Work = { task: StoreTask; stage: Stage; taken: { skuCode: string; qty: number }[] };
type Bench = { pickers: number; busy: number; queue: Work[] };

type StoresDeps = {
  stores: readonly DemoStore[];
  agenda: Agenda;
  rng: Rng;
  wallMs: () => number;
  send: (event: Record<string, unknown>) => void;
  /** Told when a fulfilment appears, is ready, or has left with somebody (`pickup` only), or is cancelled. */
  onStage: (task: StoreTask, stage: "open" | "ready" | "collected" | "gone") => void;
  habits?: StoreHabits;
  /** Without them pickers find whatever is asked for. */
  shelves?: ShelfHands;
};

const OVER = new Set(["handed_over", "fulfilled", "cancelled"]);
const WORK_MAX = 20_000;

/** The shops' terminals: they accept, pick with so many hands, pack, and hand over. */
export function createStores(deps: StoresDeps): Stores {
  const works = new Map<string, Work>();
  const benches = new Map<string, Bench>(
    deps.stores.map((store) => [store.code, { pickers: store.pickers, busy: 0, queue: [] }]),
  );
  return {
    take: (task) => {
      const known = works.get(task.fulfilment_id);
      if (known === undefined) {
        if (!OVER.has(task.status)) begin(deps, { works, benches }, task);
        return;
      }
      if (task.version < known.task.version) return;
      known.task = task;
      if (!OVER.has(task.status)) return;
      if (task.status === "cancelled") deps.onStage(task, "gone");
      letGo(deps, known);
      // Whoever is picking it notices at the next step and takes nothing.
      known.stage = "gone";
      works.delete(task.fulfilment_id);
    },
    handOver: (fulfilmentId) => {
      const work = works.get(fulfilmentId);
      if (work?.stage !== "ready") return;
      work.stage = "handed";
      say(deps, work, { what: "handed_over" });
    },
    open: () => works.size,
  };
}

type Floor = { works: Map<string, Work>; benches: Map<string, Bench> };

function begin(deps: StoresDeps, floor: Floor, task: StoreTask): void {
  const work: Work = { task, stage: "accepting", taken: [] };
  floor.works.set(task.fulfilment_id, work);
  dropOldest(deps, floor.works);
  deps.onStage(task, "open");
  switch (task.status) {
    case "picked":
      pack(deps, work);
      return;
    case "packed":
    case "ready":
      becomeReady(deps, work, task.status === "ready");
      return;
    case "picking":
      enqueue(deps, floor, work);
      return;
    default:
      deps.agenda.after(2_000 + deps.rng.int(6_000), () => decide(deps, floor, work));
  }
}

function decide(deps: StoresDeps, floor: Floor, work: Work): void {
  if (work.stage === "gone") return;
  if (deps.rng.chance((deps.habits ?? USUAL_STORE).rejectBps)) {
    say(deps, work, { what: "rejected" });
    work.stage = "gone";
    floor.works.delete(work.task.fulfilment_id);
    deps.onStage(work.task, "gone");
    return;
  }
  say(deps, work, { what: "accepted" });
  enqueue(deps, floor, work);
}

function enqueue(deps: StoresDeps, floor: Floor, work: Work): void {
  const bench = floor.benches.get(work.task.store_code);
  if (bench === undefined) return;
  work.stage = "queued";
  bench.queue.push(work);
  pickNext(deps, bench);
}

function pickNext(deps: StoresDeps, bench: Bench): void {
  while (bench.busy < bench.pickers) {
    const work = takeMostUrgent(bench.queue);
    if (work === undefined) return;
    if (work.stage !== "queued") continue;
    bench.busy += 1;
    work.stage = "picking";
    if (work.task.status !== "picking") say(deps, work, { what: "pick_started" });
    const [from, to] = (deps.habits ?? USUAL_STORE).pickMsPerLine;
    // A sale at the till is in the customer's hands already.
    const perLine = isTill(work.task) ? 0 : from + deps.rng.int(to - from + 1);
    deps.agenda.after(perLine * Math.max(1, work.task.lines.length), () => {
      bench.busy -= 1;
      pickNext(deps, bench);
      if (work.stage !== "picking") return;
      say(deps, work, { what: "picked", more: { lines: pickedLines(deps, work) } });
      pack(deps, work);
    });
  }
}

function takeMostUrgent(queue: Work[]): Work | undefined {
  let best = 0;
  for (let i = 1; i < queue.length; i += 1) {
    if (promiseOf(queue[i]) < promiseOf(queue[best])) best = i;
  }
  return queue.splice(best, 1)[0];
}

/** Texts of one form and zone compare as times do. */
function promiseOf(work: Work | undefined): string {
  return work?.task.promise_at ?? "";
}

function pickedLines(deps: StoresDeps, work: Work): unknown[] {
  const { task } = work;
  const { shortBps } = deps.habits ?? USUAL_STORE;
  return task.lines.map((line) => {
    const isShort = !isTill(task) && deps.rng.chance(shortBps);
    const wanted = isShort ? deps.rng.int(Math.max(1, line.qty)) : line.qty;
    return {
      line_ref: line.line_ref,
      picked_qty: takeOff(deps, work, { skuCode: line.sku_code, wanted }),
    };
  });
}

/** What a customer brought to the till was on the shelf, whatever anybody thought. */
function takeOff(
  deps: StoresDeps,
  work: Work,
  { skuCode, wanted }: { skuCode: string; wanted: number },
): number {
  if (isTill(work.task)) return wanted;
  const qty = deps.shelves?.pick(work.task.store_code, skuCode, wanted) ?? wanted;
  work.taken.push({ skuCode, qty });
  return qty;
}

function letGo(deps: StoresDeps, work: Work): void {
  for (const { skuCode, qty } of work.taken)
    deps.shelves?.release(work.task.store_code, skuCode, qty);
  work.taken = [];
}

function pack(deps: StoresDeps, work: Work): void {
  work.stage = "packing";
  deps.agenda.after(isTill(work.task) ? 0 : 12_000 + deps.rng.int(15_000), () => {
    if (work.stage !== "packing") return;
    say(deps, work, { what: "packed" });
    becomeReady(deps, work, false);
  });
}

function becomeReady(deps: StoresDeps, work: Work, isKnown: boolean): void {
  work.stage = "ready";
  if (!isKnown) say(deps, work, { what: "ready" });
  if (work.task.delivery_owner !== "pickup") {
    deps.onStage(work.task, "ready");
    return;
  }
  work.stage = "handed";
  say(deps, work, { what: "handed_over" });
  deps.onStage(work.task, "collected");
}

function isTill(task: StoreTask): boolean {
  return task.lines.every((line) => line.channel === "pos");
}

function say(
  deps: StoresDeps,
  work: Work,
  { what, more = {} }: { what: string; more?: Record<string, unknown> },
): void {
  deps.send({
    event_id: randomUUID(),
    event: `fulfilment.${what}`,
    fulfilment_id: work.task.fulfilment_id,
    occurred_at: shanghaiIso(deps.wallMs()),
    ...more,
  });
}

function dropOldest(deps: StoresDeps, works: Map<string, Work>): void {
  if (works.size <= WORK_MAX) return;
  for (const [id, work] of works) {
    work.stage = "gone";
    letGo(deps, work);
    works.delete(id);
    return;
  }
}
