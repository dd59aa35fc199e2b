import { initTRPC, TRPCError } from "@trpc/server";
import { asUser, seesChain, USER_ROLES, type User, type UserRole } from "../auth/user";
import type { Context } from "../context";
import { InvariantError } from "../domain/kernel/assert";
import { AppRefusal } from "../pipelines/refusal";
import { PortError } from "../ports/port-error";
import { AppError } from "./app-error";

/** What a procedure gets: the process's parts, and who asks (null when nobody is signed in). */
export type RequestContext = { deps: Context; user: User | null };

const t = initTRPC.context<RequestContext>().create({
  errorFormatter: ({ shape, error }) => ({
    ...shape,
    data: {
      ...shape.data,
      stack: undefined,
      refusal: error.cause instanceof AppError ? error.cause.detail : undefined,
    },
  }),
});

/** One place maps every error: expected ones keep their words, others never show theirs. */
const mapErrors = t.middleware(async ({ ctx, path, next }) => {
  const result = await next();
  if (result.ok) return result;
  const cause = result.error.cause;
  if (cause instanceof AppError)
    throw new TRPCError({ code: cause.code, message: cause.message, cause });
  if (cause instanceof AppRefusal) {
    const told = new AppError("BAD_REQUEST", cause.message, { code: cause.code });
    throw new TRPCError({ code: "BAD_REQUEST", message: cause.message, cause: told });
  }
  if (cause instanceof PortError)
    throw new TRPCError({ code: "BAD_GATEWAY", message: "外部系统没有应答", cause });
  if (result.error.code === "INTERNAL_SERVER_ERROR" || cause instanceof InvariantError) {
    ctx.deps.log.error(
      { path, cause: cause instanceof Error ? cause.message : String(cause) },
      "request failed",
    );
    throw new TRPCError({ code: "INTERNAL_SERVER_ERROR", message: "系统出错，请稍后再试" });
  }
  return result;
});

export const router = t.router;

/** Anybody who is signed in and whose role we know. */
export const signedIn = t.procedure.use(mapErrors).use(({ ctx, next }) => {
  if (!ctx.user) throw new TRPCError({ code: "UNAUTHORIZED", message: "请先登录" });
  const user = asUser(ctx.user);
  if (!user) throw new TRPCError({ code: "FORBIDDEN", message: "没有可用的岗位" });
  return next({ ctx: { ...ctx, user } });
});

/** Only these roles, and admins. */
export function only(...roles: UserRole[]) {
  return signedIn.use(({ ctx, next }) => {
    if (ctx.user.role !== "admin" && !roles.includes(ctx.user.role)) refuse();
    return next();
  });
}

/** What is about the whole chain: only these roles, all when none is named, and nobody of a single store. */
export function chain(...roles: UserRole[]) {
  return only(...(roles.length > 0 ? roles : USER_ROLES)).use(({ ctx, next }) => {
    if (!seesChain(ctx.user)) refuse();
    return next();
  });
}

function refuse(): never {
  throw new TRPCError({ code: "FORBIDDEN", message: "没有权限" });
}
