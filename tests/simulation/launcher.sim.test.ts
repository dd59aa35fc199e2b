import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { build } from "../../scripts/build.mjs";
import { freePort } from "./city";

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s to the launcher alone stops everything in order",
  async (signal) => {
    await build();
    const home = mkdtempSync(join(tmpdir(), "huiliu-launch-"));
    const { DATABASE_URL: _, ...outside } = process.env;
    const child = spawn(process.execPath, [join("scripts", "start.mjs")], {
      stdio: ["ignore", "pipe", "inherit"],
      detached: true, // A group of its own: the signal reaches the launcher and nobody else.
      env: {
        ...outside,
        HUILIU_DATA: join(home, "data"),
        HUILIU_ROLES: "gateway,worker",
        HUILIU_DEMO: "0",
        HUILIU_GATEWAY_PORT: String(await freePort()),
        HUILIU_PG_PORT: String(await freePort()),
      },
    });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    const ended = new Promise<number | null>((done) => child.once("exit", (code) => done(code)));
    try {
      await expect.poll(() => said).toContain("gateway  http://");
      process.kill(child.pid ?? 0, signal);
      expect(await ended).toBe(0);
      expect(said).toContain("· stopping");
    } finally {
      child.kill("SIGKILL");
      rmSync(home, { recursive: true, force: true });
    }
  },
);
