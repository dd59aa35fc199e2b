import { spawn } from "node:child_process";
import { join } from "node:path";
import { databaseComplaint, nodeComplaint } from "./machine.mjs";
import { installMissing } from "./packages.mjs";

/** `npm start` on a machine with nothing but Node: install what is missing, build what is stale, run. */
const complaint = nodeComplaint(process.versions.node) ?? databaseComplaint(process);
if (complaint) {
  process.stderr.write(`${complaint}\n`);
  process.exit(1);
}
process.chdir(join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, ".."));
try {
  installMissing({ dev: false });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
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
