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
  [{ HUILIU_TRUSTED_PROXIES: "10.0.0.0/8,proxy" }, "HUILIU_TRUSTED_PROXIES"],
])("readConfig: %o is refused with one line that names it", (env, name) => {
  expect(() => readConfig(env)).toThrow(ConfigError);
  expect(() => readConfig(env)).toThrow(name);
});

test("readConfig: our own pages come from the public address, and here on this machine from both its names", () => {
  expect(readConfig({ PORT: "4000" }).origins).toEqual([
    "http://localhost:4000",
    "http://127.0.0.1:4000",
  ]);
  const HUILIU_PUBLIC_URL = "https://hub.example.com/";
  expect(readConfig({ HUILIU_PUBLIC_URL }).origins).toEqual(["https://hub.example.com"]);
});
