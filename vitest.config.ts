import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = fileURLToPath(new URL(".", import.meta.url));
const alias = { "@": here.replace(/\/$/, "") };
const unit = ["{app,components,server,db,bench,scripts}/**/*.test.{ts,tsx}", "tests/*.test.ts"];

/** Three kinds by cost, one after the other: rules alone, a real PostgreSQL, a whole Huiliu and a browser. */
export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      { resolve: { alias }, test: { name: "rules", include: unit } },
      {
        resolve: { alias },
        test: {
          name: "database",
          include: ["tests/integration/**/*.int.test.ts"],
          globalSetup: ["tests/setup/cluster.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        resolve: { alias },
        test: {
          name: "whole",
          include: ["tests/simulation/**/*.sim.test.ts", "tests/e2e/**/*.e2e.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
