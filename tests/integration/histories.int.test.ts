import { expect, test } from "vitest";
import { endAll } from "./histories/ending";
import { forgotten, left, stale } from "./histories/judge";
import { EXPECTED, happened } from "./histories/seen";
import { ORDER_STEPS } from "./histories/steps-orders";
import { PEOPLE_STEPS } from "./histories/steps-people";
import { PLATFORM_STEPS } from "./histories/steps-platform";
import { RIDER_STEPS } from "./histories/steps-riders";
import { STORE_STEPS } from "./histories/steps-store";
import { closeWorld, newWorld, type Step, tellAgain, type World } from "./histories/world";

const STEPS: readonly Step[] = [
  ...ORDER_STEPS,
  ...PLATFORM_STEPS,
  ...STORE_STEPS,
  ...RIDER_STEPS,
  ...PEOPLE_STEPS,
  [6, "told again", tellAgain],
];
const TOTAL = STEPS.reduce((sum, [weight]) => sum + weight, 0);
const LENGTH = Number(process.env.HUILIU_HISTORY_STEPS ?? 120);
const FIRST = Number(process.env.HUILIU_HISTORY_SEED ?? 0);

const seen = new Set<string>();

function draw({ rng }: World): Step {
  let at = rng.int(TOTAL);
  for (const step of STEPS) {
    at -= step[0];
    if (at < 0) return step;
  }
  throw new Error("weights do not add up");
}

async function expectTrue(world: World, when: string): Promise<void> {
  expect(await stale(world), when).toEqual([]);
  expect(await world.huiliu.verify(), when).toEqual([]);
}

test.each([1, 2, 3, 4, 5, 6].map((seed) => seed + FIRST))(
  "history %i: whatever happens in whatever order, the books are true, nobody is forgotten, and every order ends",
  async (seed) => {
    const world = await newWorld(seed);
    try {
      for (let i = 1; i <= LENGTH; i += 1) {
        const [, name, step] = draw(world);
        await step(world);
        expect(await forgotten(world), `after step ${i}, ${name}`).toEqual([]);
        if (i % 10 === 0) await expectTrue(world, `after step ${i}, ${name}`);
      }
      await endAll(world);
      expect(await forgotten(world), "at the end").toEqual([]);
      expect(await left(world), "at the end").toEqual([]);
      await expectTrue(world, "at the end");
      for (const what of await happened(world)) seen.add(what);
    } finally {
      await closeWorld(world);
    }
  },
);

test.skipIf(LENGTH < 120 || FIRST !== 0)("together the histories have everything in them", () => {
  expect(EXPECTED.filter((what) => !seen.has(what))).toEqual([]);
});
