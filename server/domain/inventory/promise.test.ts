import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { channelBuffer, LAST_FEW, type PromiseRule, promiseChains, trimQuotas } from "./promise";

const golden = JSON.parse(readFileSync("tests/golden/misc.json", "utf8")) as {
  channel_buffer: { lambda_per_min: number; lag_min: number; z: number; buffer: number }[];
};

test.each(golden.channel_buffer)(
  "channelBuffer: golden $lambda_per_min a minute, $lag_min min → $buffer",
  (g) => {
    expect(channelBuffer(g.lambda_per_min, g.lag_min, g.z)).toBe(g.buffer);
  },
);

const cell = (onHand: number, dedicated = 0) => ({
  onHand,
  reserved: 0,
  picked: 0,
  safety: 0,
  frozen: 0,
  quarantine: 0,
  dedicated,
  stopped: false,
});
const rule = (accountId: number, more: Partial<PromiseRule> = {}): PromiseRule => ({
  accountId,
  shareBps: 10_000,
  cap: null,
  riskBps: 100,
  rank: 10,
  lagMs: 30_000,
  ...more,
});
const seller = (r: PromiseRule, dedicated = 0, milliPerMinute = 0) => ({
  rule: r,
  dedicated,
  milliPerMinute,
});

test("promiseChains: own pieces and a share of the rest, no more than the cap, less the buffer", () => {
  const chains = promiseChains(cell(30, 10), [
    seller(rule(1, { shareBps: 5_000 }), 10, 2_000),
    seller(rule(2, { cap: 8 })),
    seller(rule(3, { shareBps: 0 })),
  ]);
  expect(chains[0]).toMatchObject({ free: 30, dedicated: 10, shared: 20, share: 10, capped: 20 });
  expect(chains.map((c) => [c.buffer, c.promise])).toEqual([
    [4, 16],
    [0, 8],
    [0, 0],
  ]);
});

test("promiseChains: the last few are sold by one channel, the first by rank, and without a buffer", () => {
  const sellers = [seller(rule(1), 0, 9_000), seller(rule(2, { rank: 1 }), 0, 9_000)];
  expect(promiseChains(cell(LAST_FEW), sellers).map((c) => c.promise)).toEqual([0, LAST_FEW]);
  expect(promiseChains(cell(0), sellers).map((c) => c.promise)).toEqual([0, 0]);
});

test("promiseChains: weighed goods are promised in whole portions", () => {
  expect(promiseChains(cell(2_340), [seller(rule(1))], 500)[0]?.promise).toBe(2_000);
  expect(promiseChains({ ...cell(9_000), stopped: true }, [seller(rule(1))], 500)[0]?.promise).toBe(
    0,
  );
});

test("promiseChains: nobody is promised more than there is, or less than nothing", () => {
  const amount = fc.integer({ min: 0, max: 60 });
  const any = fc.array(
    fc.record({
      share: fc.integer({ min: 0, max: 10_000 }),
      cap: fc.option(amount, { nil: null }),
      rate: fc.integer({ min: 0, max: 20_000 }),
      own: fc.integer({ min: 0, max: 5 }),
    }),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(amount, amount, any, (onHand, safety, list) => {
      const dedicated = list.reduce((sum, s) => sum + s.own, 0);
      const free = Math.max(0, onHand - safety);
      fc.pre(dedicated <= free);
      const chains = promiseChains(
        { ...cell(onHand, dedicated), safety },
        list.map((s, i) =>
          seller(rule(i + 1, { shareBps: s.share, cap: s.cap, rank: i }), s.own, s.rate),
        ),
      );
      for (const [i, chain] of chains.entries()) {
        expect(chain.promise).toBeGreaterThanOrEqual(0);
        expect(chain.promise).toBeLessThanOrEqual(Math.min(free, list[i]?.cap ?? free));
      }
      if (free <= LAST_FEW)
        expect(chains.filter((c) => c.promise > 0).length).toBeLessThanOrEqual(1);
    }),
  );
});

test("trimQuotas: the least important channel gives first, and all of them fit afterwards", () => {
  const quotas = [
    { accountId: 1, qty: 5, rank: 1 },
    { accountId: 2, qty: 4, rank: 9 },
  ];
  expect(trimQuotas(quotas, 9)).toEqual([]);
  expect(trimQuotas(quotas, 7)).toEqual([{ accountId: 2, qty: 2 }]);
  expect(trimQuotas(quotas, 2)).toEqual([
    { accountId: 2, qty: 0 },
    { accountId: 1, qty: 2 },
  ]);
});
