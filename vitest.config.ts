import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = fileURLToPath(new URL(".", import.meta.url));
const alias = { "@": here.replace(/\/$/, "") };
const unit = [
  "{app,components,server,db,bench,scripts}/**/*.test.{ts,tsx}",
  "tests/{samples,tidy}/**/*.test.ts",
  "tests/*.test.ts",
];

/**
 * A limit ends what hangs and judges nothing: more than ten times what a test takes on a quiet machine, so that a
 * busy one does not matter. What has to be quick is measured by the test itself; walks of minutes name their own.
 */
const LIMIT_MS = 600_000;
const limits = {
  testTimeout: LIMIT_MS,
  hookTimeout: LIMIT_MS,
  expect: { poll: { timeout: LIMIT_MS / 10, interval: 100 } },
};

/** Three kinds by cost, one after the other: rules alone, a real PostgreSQL, a whole Huiliu and a browser. */
export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      { resolve: { alias }, test: { name: "rules", include: unit, ...limits } },
      {
        resolve: { alias },
        test: {
          name: "database",
          include: ["tests/integration/**/*.int.test.ts"],
          globalSetup: ["tests/setup/cluster.ts"],
          ...limits,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        resolve: { alias },
        test: {
          name: "whole",
          include: ["tests/simulation/**/*.sim.test.ts", "tests/e2e/**/*.e2e.ts"],
          ...limits,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
