import { z } from "zod";
import { unpackBody } from "@/db/log/packed-body";
import {
  findOrder,
  listOrderLines,
  listOrderParcels,
  listRefunds,
} from "@/db/queries/lists/order-detail";
import {
  findMessage,
  listDecisions,
  listOrderCases,
  listStory,
} from "@/db/queries/lists/order-story";
import { listOwedOfOrder } from "@/db/queries/lists/owed";
import { insertAudit } from "@/db/queries/people/people";
import { findSealedContact } from "@/db/queries/people/reveal";
import { storeScope } from "@/server/auth/user";
import { parseId } from "@/server/domain/kernel/ids";
import { toOrderDetail } from "@/server/views/orders/order-detail";
import { redactText } from "@/server/views/orders/redact";
import { AppError } from "../app-error";
import { only, router, signedIn } from "../trpc";

const OrderId = z.object({ id: z.string().max(24) });
const Contact = z.object({
  name: z.string().default(""),
  phone: z.string().default(""),
  address: z.string().default(""),
  remark: z.string().default(""),
});
const RAW_BYTES_MAX = 200_000;

function readId(text: string): number {
  const id = parseId("order", text);
  if (id === null) throw new AppError("NOT_FOUND", "没有这个订单");
  return id;
}

/** One order: all its parts, the message it came in, its contact with a reason. */
export const orderDetail = router({
  get: signedIn.input(OrderId).query(async ({ ctx, input }) => {
    const { db } = ctx.deps;
    const id = readId(input.id);
    const order = await findOrder(db, id, storeScope(ctx.user, null));
    if (!order) throw new AppError("NOT_FOUND", "没有这个订单");
    const [lines, parcels, refunds, owed, cases, events, decisions] = await Promise.all([
      listOrderLines(db, id),
      listOrderParcels(db, id),
      listRefunds(db, id),
      listOwedOfOrder(db, id),
      listOrderCases(db, id),
      listStory(db, id, order.createdAt),
      listDecisions(db, id),
    ]);
    return toOrderDetail({ order, lines, parcels, refunds, owed, cases, events, decisions });
  }),

  raw: signedIn.input(OrderId).query(async ({ ctx, input }) => {
    const order = await findOrder(ctx.deps.db, readId(input.id), storeScope(ctx.user, null));
    if (!order) throw new AppError("NOT_FOUND", "没有这个订单");
    const message = await findMessage(ctx.deps.db, order.inboxId, order.inboxAt);
    if (!message) return null;
    const [opened = message] = await ctx.deps.bodies.open([message]);
    if (opened.encoding < 0) return null;
    const body = unpackBody(opened);
    return {
      topic: message.topic,
      receivedAt: message.receivedAt,
      bytes: body.length,
      isCut: body.length > RAW_BYTES_MAX,
      text: redactText(new TextDecoder().decode(body.subarray(0, RAW_BYTES_MAX))),
    };
  }),

  /** Who looked, at what and why is written before anything is shown. */
  reveal: only("operations", "service", "dispatch", "store")
    .input(OrderId.extend({ reason: z.string().trim().min(2).max(200) }))
    .mutation(async ({ ctx, input }) => {
      const sealed = await findSealedContact(
        ctx.deps.db,
        readId(input.id),
        storeScope(ctx.user, null),
      );
      if (!sealed) throw new AppError("NOT_FOUND", "这个订单没有联系方式");
      await insertAudit(ctx.deps.db, {
        userId: ctx.user.id,
        action: "contact.reveal",
        subject: `order:${input.id}`,
        reason: input.reason,
        detail: {},
      });
      return Contact.parse(JSON.parse(ctx.deps.vault.open(sealed)));
    }),
});
