import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = fileURLToPath(new URL(".", import.meta.url));
export default defineConfig({
  resolve: { alias: { "@": here.replace(/\/$/, "") } },
  test: {
    include: ["{app,components,server,db,tests}/**/*.{test,e2e}.{ts,tsx}"],
    exclude: ["node_modules/**"],
  },
});
