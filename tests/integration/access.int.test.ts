import { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { User } from "@/server/auth/user";
import { appRouter } from "@/server/routers";
import { ACCESS, ROLES } from "./access-table";
import { freshHuiliu, type Huiliu, ownOrder } from "./huiliu";

const OWN = 2;
const FOREIGN = 1;
const procedures = Object.keys(appRouter._def.procedures);

let huiliu: Huiliu;
beforeAll(async () => {
  huiliu = await freshHuiliu();
  for (const store_code of ["store_s01", "store_s02"])
    await huiliu.tell("app-1", "order", ownOrder({ store_code }, [{ sku: "K0001", qty: 1 }]));
  await huiliu.tell("app-1", "order", ownOrder({}, [{ sku: "NOBODY-KNOWS", qty: 1 }]));
  await huiliu.drain();
}, 60_000);
afterAll(() => huiliu.close());

const person = (role: string, storeId: number | null = role === "store" ? OWN : null): User =>
  ({ id: "u1", name: "测试", email: "t@t", role, storeId }) as User;

type Node = { [name: string]: Node } & ((input: unknown) => Promise<unknown>);

function call(user: User | null, path: string, input: unknown): Promise<unknown> {
  const root = appRouter.createCaller({ deps: huiliu.context, user }) as unknown as Node;
  const [noun = "", verb = ""] = path.split(".");
  return root[noun]?.[verb]?.(input) ?? Promise.reject(new Error(`no procedure ${path}`));
}

/** Asked with nothing: who may not is told so before the question is looked at. */
async function ask(user: User | null, path: string): Promise<string> {
  try {
    await call(user, path, undefined);
    return "allowed";
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    return error.code === "BAD_REQUEST" ? "allowed" : error.code;
  }
}

test("access: every procedure has its line, and every line its procedure", () => {
  expect(Object.keys(ACCESS).sort()).toEqual([...procedures].sort());
});

test.each(ROLES)("access: %s may call what is declared and nothing else", async (role) => {
  for (const path of procedures) {
    const isAllowed = ACCESS[path]?.roles.includes(role);
    expect(await ask(person(role), path), path).toBe(isAllowed ? "allowed" : "FORBIDDEN");
  }
});

test("access: people of one store call nothing that is about the chain, whatever their role", async () => {
  for (const role of ROLES)
    for (const path of procedures) {
      const rule = ACCESS[path];
      const isAllowed = rule?.reach === "own" && rule.roles.includes(role);
      const told = `${role} ${path}`;
      expect(await ask(person(role, OWN), path), told).toBe(isAllowed ? "allowed" : "FORBIDDEN");
    }
});

test.each([
  ["a role nobody knows", person("Finance")],
  ["a role that was taken away", person("disabled")],
  ["no role", person("")],
  ["a store manager without a store", person("store", null)],
])("access: %s may nothing", async (_, user) => {
  for (const path of procedures) expect(await ask(user, path), path).toBe("FORBIDDEN");
});

test("access: nobody may nothing", async () => {
  for (const path of procedures) expect(await ask(null, path), path).toBe("UNAUTHORIZED");
});

test("access: an error tells nothing of the inside", async () => {
  const db = (() => {
    throw new Error("relation secrets does not exist");
  }) as unknown as Huiliu["context"]["db"];
  const caller = appRouter.createCaller({
    deps: { ...huiliu.context, db },
    user: person("admin"),
  });
  const told = await caller.session.badges().catch((error: unknown) => error);
  expect(told).toMatchObject({ code: "INTERNAL_SERVER_ERROR", message: "系统出错，请稍后再试" });
});

const shelves = { words: "", categories: [], zones: [], state: null, skuIds: null };
const cell = { storeId: FOREIGN, skuId: 1 };
const edit = { kind: "adjust", ...cell, delta: 1, reason: "试" };
const edits = { edits: [edit], mode: "all" };

test.each([
  ["inventory.cell", cell],
  ["inventory.moves", cell],
  ["stockEdits.preview", edits],
  ["stockEdits.commit", { ...edits, ref: "ref-00001" }],
  ["stockEdits.quota", { ...cell, accountId: 1, qty: 1 }],
  ["stockEdits.send", { fromStoreId: FOREIGN, toStoreId: OWN, skuId: 1, qty: 1, note: "试" }],
  ["stockEdits.restock", { ...cell, qty: 1 }],
  ["stockSync.compare", { accountId: 1, storeId: FOREIGN, isDryRun: true }],
])("access: a store's manager is refused %s of another store", async (path, input) => {
  await expect(call(person("store"), path, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test.each([
  ["exceptions.list", { filter: { state: "open", codes: [], storeId: FOREIGN } }],
  ["exceptions.queues", { state: "open", storeId: FOREIGN }],
  ["inventory.page", { question: { ...shelves, storeId: FOREIGN } }],
  ["inventory.rows", { skuIds: [1], storeId: FOREIGN }],
  ["inventory.totals", { ...shelves, storeId: FOREIGN }],
  ["stockWork.counts", { storeId: FOREIGN }],
  ["stockWork.transfers", { storeId: FOREIGN, state: "open" }],
  ["stockWork.drifts", { storeId: FOREIGN }],
  ["stockWork.collisions", { storeId: FOREIGN }],
  ["stockWork.reports", { storeId: FOREIGN, state: null }],
])(
  "access: a store's manager asks %s of another store and is told of the own",
  async (path, input) => {
    const asked = await call(person("store"), path, input);
    const own = JSON.parse(
      JSON.stringify(input).replaceAll(`"storeId":${FOREIGN}`, `"storeId":${OWN}`),
    );
    expect(asked).toEqual(await call(person("admin"), path, own));
  },
);
