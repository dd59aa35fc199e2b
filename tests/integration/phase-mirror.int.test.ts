import { afterAll, beforeAll, expect, test } from "vitest";
import { AFTER_SALE, DELIVERY, FULFIL, REVIEW, STOCK, TRADE } from "@/server/domain/orders/axes";
import { MAY_START_SQL, mayStart, type StartFacts } from "@/server/domain/orders/may-start";
import { derivePhase, PHASE_SQL, type PhaseFacts } from "@/server/domain/orders/phase";
import { freshDatabase, type TestDatabase } from "./database";

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

test("phase: the database derives the same phase as the rule, for every combination of axes", async () => {
  const rows = await database.db.unsafe<(PhaseFacts & { phase: string })[]>(`
    select trade, review, stock, fulfil, delivery, after_sale as "afterSale", holds, ${PHASE_SQL} as phase
    from unnest(enum_range(null::trade)) trade, unnest(array['approved', 'pending_review']::review[]) review,
      unnest(array['reserved', 'short']::stock_state[]) stock, unnest(enum_range(null::fulfil) || null::fulfil) fulfil,
      unnest(enum_range(null::delivery) || null::delivery) delivery, unnest(enum_range(null::after_sale)) after_sale,
      unnest(array[0, 1]) holds`);
  expect(rows.length).toBe(
    TRADE.length * 2 * 2 * (FULFIL.length + 1) * (DELIVERY.length + 1) * AFTER_SALE.length * 2,
  );
  const wrong = rows.filter((r) => derivePhase(r) !== r.phase);
  expect(wrong.slice(0, 3)).toEqual([]);
  expect([REVIEW.length, STOCK.length]).toEqual([5, 5]);
});

test("may start: the database asks the same of an order as the rule, for every combination", async () => {
  const rows = await database.db.unsafe<(StartFacts & { may: boolean })[]>(`
    select trade, review, stock, holds, ${MAY_START_SQL} as may
    from unnest(enum_range(null::trade)) trade, unnest(enum_range(null::review)) review,
      unnest(enum_range(null::stock_state)) stock, unnest(array[0, 1]) holds`);
  expect(rows.length).toBe(TRADE.length * REVIEW.length * STOCK.length * 2);
  expect(rows.filter((r) => mayStart(r) !== r.may)).toEqual([]);
  expect(rows.filter((r) => r.may).length).toBeGreaterThan(0);
});
