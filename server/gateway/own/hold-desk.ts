import { extendHold, extendOrderHold, findHolds } from "@/db/queries/stock/holds";
import type { Account } from "@/server/domain/channels";
import type { HoldAnswer, HoldRequest } from "@/server/domain/inventory";
import type { Deps } from "@/server/pipelines/deps";
import { groupCommit } from "@/server/pipelines/group-commit";
import { releaseHold } from "@/server/pipelines/inventory/holds/end-holds";
import {
  EXTEND_MS,
  HOLD_MS,
  holdGoods,
  type TightShelves,
} from "@/server/pipelines/inventory/holds/hold-goods";
import type { RawRequest, Reply } from "@/server/ports/channel";
import type { DirectHandlers } from "../direct";
import { jsonReply } from "../http/json-reply";
import { readHoldBody } from "./read-hold";

type Entry = { request: HoldRequest; answer: HoldAnswer | null };

type HoldDesk = {
  hold: (request: HoldRequest) => Promise<HoldAnswer>;
  handlers: Pick<DirectHandlers, "hold" | "hold-extend" | "hold-release">;
  drain: () => Promise<void>;
};

/** Callers that ask while a transaction is under way share the next one: what costs is the lock and the commit. */
const COMMITS = { size: 256, waitMs: 0, waitMsMax: 0, parallel: 1, deadlineMs: 2_500 };

/** Goods for checkouts: all callers of this process in one line, in the order they came. */
export function holdDesk(deps: Deps): HoldDesk {
  const tight: TightShelves = new Map();
  const commits = groupCommit<Entry>(async (entries) => {
    const answers = await holdGoods(
      deps,
      entries.map((e) => e.request),
      tight,
    );
    entries.forEach((entry, i) => {
      entry.answer = answers[i] ?? null;
    });
  }, COMMITS);
  const hold = async (request: HoldRequest): Promise<HoldAnswer> => {
    const entry: Entry = { request, answer: null };
    await commits.add(entry);
    if (entry.answer === null) throw new Error("a hold was not answered");
    return entry.answer;
  };
  return {
    hold,
    drain: commits.drain,
    handlers: {
      hold: async (request, account) => await take(deps, hold, { request, account }),
      "hold-extend": async (request, account) => {
        const key = keyOf(request);
        return key === null ? BAD_KEY : await extend(deps, key, account);
      },
      "hold-release": async (request, account) => {
        const key = keyOf(request);
        if (key === null) return BAD_KEY;
        const released = await releaseHold(deps, account.id, key);
        return jsonReply(200, { code: 0, released });
      },
    },
  };
}

const BAD_KEY = jsonReply(400, {
  code: "BAD_KEY",
  message: "the reservation_key in the address is not one",
});

/** The last part but one of the address: …/reservations/{key}/extend. Null where it is no text a column can hold. */
function keyOf(request: RawRequest): string | null {
  try {
    const key = decodeURIComponent(request.path.split("/").at(-2) ?? "");
    return key.includes("\0") ? null : key;
  } catch {
    return null;
  }
}

async function take(
  deps: Deps,
  hold: HoldDesk["hold"],
  { request, account }: { request: RawRequest; account: Account },
): Promise<Reply> {
  const catalog = await deps.catalog.get();
  const read = readHoldBody(catalog, account.id, request.body);
  if (!read.ok) return jsonReply(400, read.error);
  const { wish, items } = read.value;
  const answer = await hold({ ...wish, ttlMs: HOLD_MS });
  const shown = items.map((item, i) => ({
    sku_code: item.skuCode,
    asked: item.qty,
    granted: answer.granted[i] ?? 0,
  }));
  const body = {
    reservation_key: wish.holdKey,
    expires_at: new Date(answer.expiresAt).toISOString(),
    items: shown,
  };
  if (answer.kind === "conflict")
    return jsonReply(409, {
      code: "KEY_CONFLICT",
      message: "this reservation_key was used for other goods",
    });
  if (answer.rows.some((r) => r.state === "released" && r.qty > 0))
    return jsonReply(410, { code: "EXPIRED", message: "this reservation has ended", ...body });
  if (!answer.granted.some((g) => g > 0))
    return jsonReply(409, { code: "SHORT", message: "not enough goods", ...body });
  return jsonReply(200, { code: 0, whole: answer.isWhole, ...body });
}

/** Once, for a checkout or for an order that waits for its money. */
async function extend(deps: Deps, key: string, account: Account): Promise<Reply> {
  const seconds = EXTEND_MS / 1_000;
  const until =
    (await extendHold(deps.db, { accountId: account.id, holdKey: key }, seconds)) ??
    (await extendOrderHold(deps.db, { accountId: account.id, externalNo: key }, seconds));
  if (until !== null) return jsonReply(200, { code: 0, expires_at: new Date(until).toISOString() });
  const known = await findHolds(deps.db, [{ accountId: account.id, holdKey: key }]);
  return known.length > 0
    ? jsonReply(409, { code: "NOT_EXTENDABLE", message: "extended before, or over" })
    : jsonReply(404, { code: "UNKNOWN_KEY", message: "nothing is held under this key" });
}
