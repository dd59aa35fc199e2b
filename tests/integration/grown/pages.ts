import type { AppRouter } from "@/server/routers";

type Caller = ReturnType<AppRouter["createCaller"]>;
type Ask = (ask: Caller) => Promise<unknown>;

const question = {
  range: "today",
  group: null,
  phases: [],
  channels: [],
  storeId: null,
  minFen: null,
  maxFen: null,
  flags: [],
  search: "",
};
const month = { ...question, range: lastDays(28) };
const shelves = { words: "", categories: [], zones: [], state: null, storeId: null, skuIds: null };
const debts = { state: "open" as const, channels: [], storeId: null, whys: [], search: "" };
const paidBack = { ...debts, state: "closed" as const };
const cell = { storeId: 1, skuId: 7 };
const anywhere = { storeId: null };

function lastDays(days: number): string {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  return `${day(Date.now() - days * 86_400_000)}..${day(Date.now())}`;
}

/** An order of the list that is under way, and one that is long over. */
const someOrder = async (ask: Caller): Promise<string> =>
  (await ask.orders.list({ question: month })).rows[0]?.id ?? "";

const someCase = async (ask: Caller): Promise<string> => {
  const filter = { state: "open" as const, codes: [], ...anywhere };
  return (await ask.exceptions.list({ filter })).rows[0]?.id ?? "";
};

/** What pages ask, by procedure: as they open, and under every filter that walks another way. */
export const PAGES: Readonly<Record<string, readonly Ask[]>> = {
  "session.me": [(ask) => ask.session.me()],
  "session.badges": [(ask) => ask.session.badges()],
  "orders.list": [
    (ask) => ask.orders.list({ question }),
    (ask) => ask.orders.list({ question: month }),
    (ask) => ask.orders.list({ question: { ...month, channels: ["app"] } }),
    (ask) => ask.orders.list({ question: { ...month, storeId: 3 } }),
    (ask) => ask.orders.list({ question: { ...month, group: "trouble" } }),
    (ask) => ask.orders.list({ question: { ...month, phases: ["to_accept"] } }),
    (ask) => ask.orders.list({ question: { ...month, phases: ["to_review"] } }),
    (ask) => ask.orders.list({ question: { ...month, minFen: 999_999 } }),
    ...(["merged", "short", "exception", "held", "refunded", "self", "platform"] as const).map(
      (flag): Ask =>
        (ask) =>
          ask.orders.list({ question: { ...month, flags: [flag] } }),
    ),
    ...["1234", "#77", "G1234", "可乐"].map(
      (search): Ask =>
        (ask) =>
          ask.orders.list({ question: { ...month, search } }),
    ),
    async (ask) => {
      const first = await ask.orders.list({ question: month });
      const older = { place: first.older ?? "", towards: "older" as const };
      await ask.orders.list({ question: month, cursor: older });
    },
  ],
  "orders.tabs": [
    (ask) => ask.orders.tabs(question),
    (ask) => ask.orders.tabs(month),
    (ask) => ask.orders.tabs({ ...month, flags: ["exception"] }),
  ],
  "orders.newer": [
    async (ask) => {
      const first = await ask.orders.list({ question: month });
      await ask.orders.newer({ question: month, place: first.older ?? "" });
    },
  ],
  "orders.rows": [async (ask) => ask.orders.rows({ question: month, ids: [await someOrder(ask)] })],
  "orders.find": [
    (ask) => ask.orders.find({ text: "G1234" }),
    (ask) => ask.orders.find({ text: "1234" }),
    (ask) => ask.orders.find({ text: "#77" }),
  ],
  "orders.csv": [(ask) => ask.orders.csv({ question: month, place: null })],
  "order.get": [async (ask) => ask.order.get({ id: await someOrder(ask) })],
  "order.raw": [async (ask) => ask.order.raw({ id: await someOrder(ask) })],
  "exceptions.list": [
    (ask) => ask.exceptions.list({ filter: { state: "open", codes: [], ...anywhere } }),
    (ask) => ask.exceptions.list({ filter: { state: "closed", codes: [], ...anywhere } }),
    (ask) => ask.exceptions.list({ filter: { state: "closed", codes: ["OVERSOLD"], storeId: 3 } }),
  ],
  "exceptions.closing": [async (ask) => ask.exceptions.closing({ id: await someCase(ask) })],
  "exceptions.queues": [
    (ask) => ask.exceptions.queues({ state: "open", ...anywhere }),
    (ask) => ask.exceptions.queues({ state: "closed", ...anywhere }),
  ],
  "exceptions.skus": [(ask) => ask.exceptions.skus({ words: "可乐" })],
  "exceptions.stores": [(ask) => ask.exceptions.stores()],
  "owed.list": [
    (ask) => ask.owed.list({ filter: debts }),
    (ask) => ask.owed.list({ filter: paidBack }),
    ...[debts, paidBack].flatMap((filter): Ask[] => [
      (ask) => ask.owed.list({ filter: { ...filter, storeId: 3, channels: ["app"] } }),
      (ask) => ask.owed.list({ filter: { ...filter, whys: ["paid-late"] } }),
      ...["G1234", "#77", "1234", "ord_3mv"].map(
        (search): Ask =>
          (ask) =>
            ask.owed.list({ filter: { ...filter, search } }),
      ),
      async (ask) => {
        const { next } = await ask.owed.list({ filter });
        await ask.owed.list({ filter, cursor: next });
      },
    ]),
  ],
  "owed.totals": [
    (ask) => ask.owed.totals(debts),
    (ask) => ask.owed.totals({ ...debts, storeId: 3 }),
    (ask) => ask.owed.totals(paidBack),
  ],
  "owed.csv": [(ask) => ask.owed.csv({ filter: debts, place: null })],
  "inventory.page": [
    (ask) => ask.inventory.page({ question: shelves }),
    (ask) => ask.inventory.page({ question: { ...shelves, state: "low" } }),
    (ask) => ask.inventory.page({ question: { ...shelves, state: "differs" } }),
  ],
  "inventory.rows": [(ask) => ask.inventory.rows({ skuIds: [1, 2, 3], storeId: null })],
  "inventory.totals": [(ask) => ask.inventory.totals(shelves)],
  "inventory.categories": [(ask) => ask.inventory.categories()],
  "inventory.cell": [(ask) => ask.inventory.cell(cell)],
  "inventory.moves": [(ask) => ask.inventory.moves(cell)],
  "stockWork.counts": [(ask) => ask.stockWork.counts(anywhere)],
  "stockWork.transfers": [
    (ask) => ask.stockWork.transfers({ state: "open", ...anywhere }),
    (ask) => ask.stockWork.transfers({ state: "ended", storeId: 3 }),
  ],
  "stockWork.checks": [(ask) => ask.stockWork.checks()],
  "stockWork.drifts": [(ask) => ask.stockWork.drifts(anywhere)],
  "stockWork.collisions": [(ask) => ask.stockWork.collisions(anywhere)],
  "stockWork.reports": [
    (ask) => ask.stockWork.reports({ state: null, ...anywhere }),
    (ask) => ask.stockWork.reports({ state: "waiting", ...anywhere }),
    (ask) => ask.stockWork.reports({ state: "refused", ...anywhere }),
  ],
  "stockSync.accounts": [(ask) => ask.stockSync.accounts()],
  "stockSync.differences": [
    (ask) =>
      ask.stockSync.differences({ accountId: null, storeId: null, kind: null, blockedOnly: false }),
    (ask) =>
      ask.stockSync.differences({ accountId: 4, storeId: 2, kind: "stock", blockedOnly: true }),
  ],
  "channels.list": [(ask) => ask.channels.list()],
  "system.health": [(ask) => ask.system.health()],
  "system.deadLetters": [
    (ask) => ask.system.deadLetters({ state: "open" }),
    (ask) => ask.system.deadLetters({ state: "discarded" }),
  ],
};
