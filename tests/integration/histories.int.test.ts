import { expect, test } from "vitest";
import { seededRng } from "@/server/domain/kernel/rng";
import { endAll, forgotten, STEPS, type World } from "./histories-world";
import { freshHuiliu } from "./huiliu";
import { setShelf } from "./stock-world";

const TOTAL = STEPS.reduce((sum, [weight]) => sum + weight, 0);
const LENGTH = Number(process.env.HUILIU_HISTORY_STEPS ?? 120);

function draw({ rng }: World): (world: World) => Promise<void> {
  let at = rng.int(TOTAL);
  for (const [weight, step] of STEPS) {
    at -= weight;
    if (at < 0) return step;
  }
  throw new Error("weights do not add up");
}

test.each([1, 2, 3, 4, 5, 6].map((seed) => seed + Number(process.env.HUILIU_HISTORY_SEED ?? 0)))(
  "history %i: whatever happens in whatever order, the books are true, nobody is forgotten, and every order ends",
  async (seed) => {
    const huiliu = await freshHuiliu();
    const world: World = { huiliu, rng: seededRng(seed).fork("histories"), orders: [], n: 0 };
    try {
      for (const skuId of [1, 2]) await setShelf(huiliu, 1, skuId, 14);
      for (let i = 1; i <= LENGTH; i += 1) {
        const step = draw(world);
        await step(world);
        expect(await forgotten(world), `after step ${i}`).toEqual([]);
        if (i % 10 === 0) expect(await huiliu.verify(), `after step ${i}`).toEqual([]);
      }
      expect(await endAll(world)).toEqual([]);
      expect(await huiliu.verify()).toEqual([]);
    } finally {
      await huiliu.close();
    }
  },
);
