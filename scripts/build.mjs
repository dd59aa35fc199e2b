import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SOURCES = ["app", "components", "server", "db", "public", "scripts"];
const FILES = ["package.json", "next.config.js", "tsconfig.json", "postcss.config.mjs"];
const MARK = join("dist", "built.json");

function filesBelow(dir) {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .sort()
    .flatMap((name) => {
      const path = join(dir, name);
      return statSync(path).isDirectory() ? filesBelow(path) : [path];
    });
}

/** A hash over everything a build reads. */
export function sourceHash() {
  const hash = createHash("sha256");
  const files = [...SOURCES.flatMap(filesBelow), ...FILES.filter((f) => existsSync(f))];
  for (const file of files) {
    if (/\.(test|e2e)\.tsx?$/.test(file)) continue;
    hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}

/** What is built now, or null. */
function builtHash() {
  return existsSync(MARK) && existsSync(join(".next", "BUILD_ID"))
    ? JSON.parse(readFileSync(MARK, "utf8")).hash
    : null;
}

/** Build the server with esbuild and the pages with Next, unless what stands there is of these very sources. */
export async function build({ force = false, pages = true } = {}) {
  const hash = sourceHash();
  if (!force && builtHash() === hash) return { hash, built: false };
  process.stdout.write("· building the server\n");
  const { build: bundle } = await import("esbuild");
  mkdirSync("dist", { recursive: true });
  await bundle({
    entryPoints: {
      main: "server/main.ts",
      "reading-thread": "server/reading-thread.ts",
      world: "scripts/world.ts",
      verify: "scripts/verify.ts",
    },
    outdir: "dist",
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    alias: { "@": "." },
    sourcemap: true,
    logLevel: "warning",
  });
  if (!pages) return { hash, built: true };
  process.stdout.write("· building the pages (half a minute the first time)\n");
  const next = join("node_modules", "next", "dist", "bin", "next");
  const run = spawnSync(process.execPath, [next, "build"], {
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    encoding: "utf8",
  });
  if (run.status !== 0) {
    process.stderr.write(`${run.stdout}\n${run.stderr}\n`);
    throw new Error("the pages did not build");
  }
  writeFileSync(MARK, JSON.stringify({ hash }));
  return { hash, built: true };
}

if (process.argv[1]?.endsWith("build.mjs"))
  await build({ force: process.argv.includes("--force") });
