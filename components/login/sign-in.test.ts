import { afterEach, expect, test, vi } from "vitest";
import { checkEmail, safeNext, signIn } from "./sign-in";

afterEach(() => void vi.unstubAllGlobals());

test("after signing in, only our own pages are gone to", () => {
  expect(safeNext("/orders/ord_3mv?tab=a")).toBe("/orders/ord_3mv?tab=a");
  for (const bad of [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "",
    "/login?next=/",
  ]) {
    expect(safeNext(bad)).toBe("/");
  }
});

test("an address that cannot be one is named before the server is asked", () => {
  expect(checkEmail("")).toBe("emailEmpty");
  expect(checkEmail("ops@")).toBe("emailWrong");
  expect(checkEmail("ops@huiliu.example")).toBeNull();
});

test("who tried too often is told for how long to wait", async () => {
  const answer = (headers: Record<string, string>) =>
    vi.stubGlobal("fetch", async () => new Response("{}", { status: 429, headers }));
  answer({ "retry-after": "30" });
  expect(await signIn("ops@huiliu.example", "…")).toEqual({ fault: "limited", seconds: 30 });
  answer({});
  expect(await signIn("ops@huiliu.example", "…")).toEqual({ fault: "limited", seconds: 60 });
});
