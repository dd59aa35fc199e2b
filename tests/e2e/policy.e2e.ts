import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "@/scripts/browser";
import { type ConsoleCity, openConsoleCity } from "./console-city";
import { type Kept, signIn, visit, waitForLive } from "./console-page";

const PAGES = [
  ...["/orders?range=7d", "/exceptions", "/inventory", "/inventory/bulk", "/inventory/counts"],
  ...["/inventory/transfers", "/inventory/sync", "/inventory/checks", "/channels", "/system"],
];

let city: ConsoleCity;
beforeAll(async () => {
  city = await openConsoleCity();
  await city.sendMeituan(3);
  await city.taken("", 3);
}, 90_000);
afterAll(() => city?.close());

/** Scripts of a page, and whether each carries the nonce its policy names. */
async function scriptsOf(path: string): Promise<{ count: number; strangers: string[] }> {
  const answer = await fetch(`${city.origin}${path}`);
  const policy = answer.headers.get("content-security-policy") ?? "";
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "none";
  const tags = (await answer.text()).match(/<script\b[^>]*>/g) ?? [];
  return { count: tags.length, strangers: tags.filter((tag) => !tag.includes(`nonce="${nonce}"`)) };
}

test("policy: every script that Next writes into a page carries the nonce of that answer", async () => {
  for (const path of ["/login", "/login?next=%2Fscreen"]) {
    const { count, strangers } = await scriptsOf(path);
    expect(count, path).toBeGreaterThan(3);
    expect(strangers, path).toEqual([]);
  }
});

test("policy: no page of the console nor the wall does what its policy forbids", async () => {
  const browser: Browser = await openBrowser();
  const complaints: string[] = [];
  const open = (path: string, signedIn?: Kept) =>
    visit(browser, { origin: city.origin, path, complaints, ...(signedIn && { signedIn }) });
  try {
    const login = await open("/login");
    await signIn(login, "admin@demo.huiliu", city.password);
    await login.waitForURL(/\/orders/);
    const signedIn = await login.context().storageState();
    for (const path of PAGES) await waitForLive(await open(path, signedIn));
    const wall = await open("/screen", signedIn);
    await wall.locator("main[data-fresh=live] [data-figure]").first().waitFor();
    await wall.locator("[data-painted]").waitFor({ state: "attached" });
    expect(complaints.filter((told) => told.includes("Content Security Policy"))).toEqual([]);
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
  }
});
