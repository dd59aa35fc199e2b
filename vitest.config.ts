import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = fileURLToPath(new URL(".", import.meta.url));
const alias = { "@": here.replace(/\/$/, "") };
const unit = ["{app,components,server,db,bench}/**/*.test.{ts,tsx}", "tests/tidy.test.ts"];

/** Three kinds by cost: rules alone, with a real PostgreSQL, with a whole Huiliu and a browser. */
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
        },
      },
    ],
  },
});
