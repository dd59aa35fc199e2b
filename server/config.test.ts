import { expect, test } from "vitest";
import { ConfigError, readConfig } from "./config";

test("readConfig: works with nothing set", () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    PORT: 3000,
    HUILIU_DEMO: true,
    publicUrl: "http://localhost:3000",
    callbackBase: "http://localhost:3100",
  });
  expect(config.HUILIU_ROLES).toEqual(["web", "gateway", "worker", "planner"]);
});

test.each([
  [{ PORT: "80000" }, "PORT"],
  [{ PORT: "abc" }, "PORT"],
  [{ HUILIU_ROLES: "web,cook" }, "HUILIU_ROLES"],
  [{ DATABASE_URL: "mysql://x" }, "DATABASE_URL"],
  [{ HUILIU_DEMO: "yes" }, "HUILIU_DEMO"],
])("readConfig: %o is refused with one line that names it", (env, name) => {
  expect(() => readConfig(env)).toThrow(ConfigError);
  expect(() => readConfig(env)).toThrow(name);
});
