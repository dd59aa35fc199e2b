import { expect, test } from "vitest";
import { seededRng } from "./rng";

test("rng: the same seed gives the same stream, another seed another", () => {
  const draw = (seed: number) =>
    Array.from(
      { length: 20 },
      (
        (r) => () =>
          r.int(1000)
      )(seededRng(seed)),
    );
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test("rng: ints stay in range and are spread evenly", () => {
  const rng = seededRng(42);
  const seen = new Array<number>(10).fill(0);
  for (let i = 0; i < 10_000; i += 1) {
    const n = rng.int(10);
    seen[n] = (seen[n] ?? 0) + 1;
  }
  for (const count of seen) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test("rng: forks with different names differ", () => {
  const a = seededRng(1).fork("riders");
  const b = seededRng(1).fork("orders");
  expect([a.int(1e6), a.int(1e6)]).not.toEqual([b.int(1e6), b.int(1e6)]);
});
