import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** `npm start` on a machine with nothing but Node: install what is missing, build what is stale, run. */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Node 20.19 or newer is needed, this is ${process.versions.node}\n`);
  process.exit(1);
}
process.chdir(join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, ".."));

if (!existsSync(join("node_modules", "next", "package.json"))) {
  process.stdout.write("· installing packages (about a minute, once)\n");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const run = spawnSync(
    npm,
    [
      existsSync("package-lock.json") ? "ci" : "install",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
    ],
    { stdio: "inherit" },
  );
  if (run.status !== 0) process.exit(run.status ?? 1);
}

const isDev = process.argv.includes("--dev");
const { build } = await import("./build.mjs");
const { hash } = await build({ pages: !isDev });

const child = spawn(process.execPath, ["--enable-source-maps", join("dist", "main.js")], {
  stdio: "inherit",
  env: {
    ...process.env,
    NODE_ENV: isDev ? "development" : "production",
    HUILIU_DEV: isDev ? "1" : "0",
    HUILIU_BUILD: hash,
    NEXT_TELEMETRY_DISABLED: "1",
  },
});
// A signal sent to this process alone is passed on. Ctrl-C reaches the whole group by itself: told twice, it is one stop.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 0)));
