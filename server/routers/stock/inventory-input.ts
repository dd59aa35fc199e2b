import { z } from "zod";
import { SHELF_STATES } from "@/db/queries/lists/inventory";
import { seesStore, type User } from "@/server/auth/user";
import type { Edit } from "@/server/domain/inventory";
import { AppError } from "../app-error";
import { only } from "../trpc";

export const Id = z.number().int().positive();
export const Cell = z.object({ storeId: Id, skuId: Id });
/** Larger numbers are refused by the rule, in words. */
const Amount = z.number().int().min(-1e9).max(1e9);
export const Reason = z.string().trim().min(1).max(200);

export const ShelfQuestion = z.object({
  words: z.string().trim().max(60),
  categories: z.array(z.string().max(40)).max(40),
  zones: z.array(z.string().max(20)).max(10),
  state: z.enum(SHELF_STATES).nullable(),
  storeId: Id.nullable(),
  skuIds: z.array(Id).max(500).nullable(),
});

const base = Cell.extend({ reason: Reason });
const OneEdit = z.discriminatedUnion("kind", [
  base.extend({ kind: z.literal("count"), counted: Amount }),
  base.extend({ kind: z.literal("adjust"), delta: Amount }),
  base.extend({ kind: z.literal("receipt"), qty: Amount }),
  base.extend({ kind: z.literal("return"), qty: Amount, isSetAside: z.boolean() }),
  base.extend({ kind: z.literal("quarantine"), qty: Amount }),
  base.extend({ kind: z.literal("safety"), value: Amount }),
  base.extend({ kind: z.literal("freeze"), value: Amount }),
  base.extend({ kind: z.literal("stop"), isStopped: z.boolean() }),
]) satisfies z.ZodType<Edit>;

export const Edits = z.object({
  edits: z.array(OneEdit).min(1).max(1_000),
  mode: z.enum(["all", "part"]),
});
/** Made by the page when the question is opened: sent twice, it is booked once. */
export const Ref = z.string().regex(/^[\w-]{8,64}$/);

/** Who may change goods. */
export const keeper = only("operations", "dispatch", "store");

/** A store's own manager changes nothing elsewhere. @throws AppError FORBIDDEN */
export function assertOwn(user: User, storeIds: readonly number[]): void {
  if (storeIds.some((id) => !seesStore(user, id)))
    throw new AppError("FORBIDDEN", "只能修改本门店的库存");
}

const REFUSALS: Record<string, string> = {
  UNKNOWN_CELL: "这个门店没有这个商品的库存",
  BAD_VALUE: "数值不合法",
  BELOW_ZERO: "不能小于零",
  ABOVE_STOCK: "超过可用数量",
  SAME: "没有变化",
  NOT_OPEN: "已经处理过了",
  CHANGED: "情况已经变化，请看新的修正建议",
  OPEN_ALREADY: "已经有一张未到的补货单",
  UNKNOWN_ACCOUNT: "没有这个渠道账号",
};

/** What a verb answered, or its refusal in words. @throws AppError */
export function taken<T>(result: { ok: true; value: T } | { ok: false; error: string }): T {
  if (result.ok) return result.value;
  const code =
    result.error === "NOT_OPEN" || result.error === "CHANGED" ? "CONFLICT" : "BAD_REQUEST";
  throw new AppError(code, REFUSALS[result.error] ?? result.error, { code: result.error });
}
