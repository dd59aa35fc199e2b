import { z } from "zod";
import { readSellers } from "@/db/queries/channels/publishing";
import { listOrderNames, readCells } from "@/db/queries/lists/inventory-cell";
import { findTransfer } from "@/db/queries/lists/inventory-work";
import { seesStore, storeScope, type User } from "@/server/auth/user";
import { cellKey, type Edit } from "@/server/domain/inventory";
import type { Deps } from "@/server/pipelines/deps";
import { askRestock } from "@/server/pipelines/inventory/ask-restock";
import { readCounts } from "@/server/pipelines/inventory/counts/read-counts";
import {
  type EditOutcome,
  editStock,
  previewEdits,
} from "@/server/pipelines/inventory/edits/edit-stock";
import { setQuota } from "@/server/pipelines/inventory/edits/set-quota";
import {
  endTransfer,
  returnTransfer,
  sendTransfer,
} from "@/server/pipelines/inventory/edits/transfer-goods";
import { type EditPreview, toEditPreview } from "@/server/views/inventory/edit-preview";
import { AppError } from "../app-error";
import { router } from "../trpc";
import { accountNames } from "./inventory";
import { assertOwn, Cell, Edits, Id, keeper, Reason, Ref, taken } from "./inventory-input";

const Qty = z.number().int().min(0).max(1_000_000);
/** Channels' numbers are worked out for a few shelves; a sheet of hundreds is read by its sums. */
const CHANNELS_FOR = 12;

/** The names of what an outcome speaks of. */
async function tell(deps: Deps, outcome: EditOutcome): Promise<EditPreview> {
  const cells = [
    ...new Map(
      outcome.answers.map(({ edit }) => [cellKey(edit.storeId, edit.skuId), edit]),
    ).values(),
  ];
  const orderIds = [...new Set(outcome.shortfalls.flatMap((s) => s.orders))];
  const [facts, orders, sellers, accounts] = await Promise.all([
    readCells(deps.db, cells),
    listOrderNames(deps.db, orderIds),
    cells.length > CHANNELS_FOR ? [] : readSellers(deps.db, cells),
    accountNames(deps),
  ]);
  return toEditPreview({ outcome, cells: facts, orders, sellers, accounts });
}

const FILE_BASE64_MAX = Math.ceil((4 * 1024 * 1024 * 4) / 3) + 4;
const CountFile = z.object({
  /** Base64: the call is JSON. */
  content: z.base64().max(FILE_BASE64_MAX),
  storeId: Id.nullable(),
});

const storesOf = (edits: readonly Edit[]): number[] => edits.map((e) => e.storeId);

/** A transfer is its two stores' business. */
async function assertParty(
  deps: Deps,
  user: User,
  { id, end }: { id: number; end: "fromStoreId" | "toStoreId" },
): Promise<void> {
  const found = await findTransfer(deps.db, id);
  if (!found) throw new AppError("NOT_FOUND", "没有这张调拨单");
  assertOwn(user, [found[end]]);
}

/** What people do to shelves: always looked at first, then done. */
export const stockEdits = router({
  /** What a file of counts would fill in, and which of its rows cannot be used. */
  file: keeper.input(CountFile).mutation(async ({ ctx, input }) => {
    const storeId = storeScope(ctx.user, input.storeId);
    return await readCounts(ctx.deps, {
      bytes: new Uint8Array(Buffer.from(input.content, "base64")),
      storeId,
      sees: (id) => seesStore(ctx.user, id),
    });
  }),

  preview: keeper.input(Edits).mutation(async ({ ctx, input }) => {
    assertOwn(ctx.user, storesOf(input.edits));
    const request = { ...input, actor: ctx.user.id, ref: "preview" };
    return await tell(ctx.deps, await previewEdits(ctx.deps, request));
  }),

  commit: keeper.input(Edits.extend({ ref: Ref })).mutation(async ({ ctx, input }) => {
    assertOwn(ctx.user, storesOf(input.edits));
    const request = { ...input, actor: ctx.user.id, ref: `console:${input.ref}` };
    return await tell(ctx.deps, await editStock(ctx.deps, request));
  }),

  quota: keeper.input(Cell.extend({ accountId: Id, qty: Qty })).mutation(async ({ ctx, input }) => {
    assertOwn(ctx.user, [input.storeId]);
    return taken(await setQuota(ctx.deps, { ...input, actor: ctx.user.id }));
  }),

  send: keeper
    .input(z.object({ fromStoreId: Id, toStoreId: Id, skuId: Id, qty: Qty, note: Reason }))
    .mutation(async ({ ctx, input }) => {
      assertOwn(ctx.user, [input.fromStoreId]);
      return taken(await sendTransfer(ctx.deps, { ...input, actor: ctx.user.id }));
    }),

  receive: keeper.input(z.object({ id: Id, received: Qty })).mutation(async ({ ctx, input }) => {
    await assertParty(ctx.deps, ctx.user, { id: input.id, end: "toStoreId" });
    return taken(await endTransfer(ctx.deps, { ...input, actor: ctx.user.id }));
  }),

  sendBack: keeper.input(z.object({ id: Id })).mutation(async ({ ctx, input }) => {
    await assertParty(ctx.deps, ctx.user, { id: input.id, end: "fromStoreId" });
    return taken(await returnTransfer(ctx.deps, { ...input, actor: ctx.user.id }));
  }),

  restock: keeper.input(Cell.extend({ qty: Qty })).mutation(async ({ ctx, input }) => {
    assertOwn(ctx.user, [input.storeId]);
    return taken(await askRestock(ctx.deps, { ...input, actor: ctx.user.id }));
  }),
});
