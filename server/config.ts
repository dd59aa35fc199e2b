import { z } from "zod";
import { readNetworks } from "./auth/client-address";

const ROLES = ["web", "gateway", "worker", "planner", "world"] as const;
export type Role = (typeof ROLES)[number];

const port = (usual: number) => z.coerce.number().int().min(0).max(65_535).default(usual);
const networks = z
  .string()
  .default("")
  .transform((text, issues) => {
    try {
      return readNetworks(text);
    } catch (error) {
      issues.addIssue(error instanceof Error ? error.message : String(error));
      return z.NEVER;
    }
  });
const flag = (usual: "0" | "1") =>
  z
    .enum(["0", "1"])
    .default(usual)
    .transform((v) => v === "1");

/** Every setting there is, from environment variables. docs/operate.md lists them, and a test compares the two. */
const Settings = z.object({
  HUILIU_ROLES: z
    .string()
    .default("web,gateway,worker,planner")
    .transform((text) =>
      text
        .split(",")
        .map((role) => role.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.enum(ROLES)).min(1)),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  PORT: port(3000),
  HUILIU_HOST: z.string().default("127.0.0.1"),
  HUILIU_GATEWAY_PORT: port(3100),
  HUILIU_WORLD_PORT: port(3200),
  HUILIU_PG_PORT: port(54329),
  HUILIU_PUBLIC_URL: z.url().optional(),
  HUILIU_CALLBACK_BASE: z.url().optional(),
  /** Sockets that one address may have open. */
  HUILIU_SOCKETS_PER_ADDRESS: z.coerce.number().int().min(1).max(100_000).default(500),
  /** Proxies in front of the pages whose X-Forwarded-For is believed. */
  HUILIU_TRUSTED_PROXIES: networks,
  HUILIU_DATA: z.string().min(1).default(".data"),
  HUILIU_DEMO: flag("1"),
  /** 0: the demo's city without its simulated world, for a world that is started apart. */
  HUILIU_WORLD: flag("1"),
  HUILIU_DEMO_RATE: z.coerce.number().min(1).max(100_000).default(48),
  HUILIU_CITY: z.string().min(1).max(20).default("杭州"),
  HUILIU_CITY_CODE: z
    .string()
    .regex(/^\d{6}$/, "six digits")
    .default("330100"),
  HUILIU_SEED: z.coerce.number().int().default(7),
  HUILIU_PII_KEY: z
    .string()
    .regex(/^[0-9a-f]{64,}$/i)
    .optional(),
  HUILIU_AUTH_SECRET: z.string().min(32).optional(),
  /** How often the platforms are asked for orders that no push told us of. */
  HUILIU_PULL_SECONDS: z.coerce.number().int().min(1).max(3_600).default(60),
  HUILIU_BATCH: z.coerce.number().int().min(1).max(2_000).default(500),
  HUILIU_CONSUMERS: z.coerce.number().int().min(1).max(16).default(2),
  HUILIU_COMMIT_SIZE: z.coerce.number().int().min(1).max(2_000).default(256),
  /** How long the bodies of messages can be read; after it their keys are forgotten. */
  HUILIU_BODY_DAYS: z.coerce.number().int().min(1).max(3650).default(30),
  HUILIU_LOG_DAYS: z.coerce.number().int().min(7).max(3650).default(90),
  HUILIU_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("warn"),
});

export type Config = z.infer<typeof Settings> & {
  publicUrl: string;
  callbackBase: string;
  /** Where our own pages come from: who else asks from a browser is refused. */
  origins: readonly string[];
};

export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/**
 * Read the configuration, once, at the start.
 *
 * @throws ConfigError with one line that names the variable and what it must be
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = Settings.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(
      `${String(issue?.path[0] ?? "configuration")}: ${issue?.message ?? "is not valid"}`,
    );
  }
  const settings = parsed.data;
  const publicUrl = settings.HUILIU_PUBLIC_URL ?? `http://localhost:${settings.PORT}`;
  return {
    ...settings,
    publicUrl,
    origins: originsOf(publicUrl),
    callbackBase:
      settings.HUILIU_CALLBACK_BASE ?? `http://localhost:${settings.HUILIU_GATEWAY_PORT}`,
  };
}

const LOOPBACK = ["localhost", "127.0.0.1"];

/** The public address; where that is this very machine, under both its names. */
function originsOf(publicUrl: string): readonly string[] {
  const url = new URL(publicUrl);
  if (!LOOPBACK.includes(url.hostname)) return [url.origin];
  return LOOPBACK.map((name) => {
    url.hostname = name;
    return url.origin;
  });
}
