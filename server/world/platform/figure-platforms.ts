import { present } from "@/server/domain/kernel/assert";
import { seededRng } from "@/server/domain/kernel/rng";
import type { Desk } from "./desk";
import { type FigureDesk, SETTLE_MS } from "./figure-desk";
import { platformOf } from "./platforms";
import { startPlatformServer } from "./server";
import { createShopWindow, type ShopWindow, type Shown } from "./shop-window";
import { createThrottle } from "./throttle";
import {
  createWeather,
  type Timers,
  WALL_TIMERS,
  type Weather,
  type WeatherRates,
} from "./weather/weather";
import { weatherDesk } from "./weather/weather-desk";

type FigureAccount = {
  code: string;
  protocol: string;
  appId: string;
  secret: string;
  /** Per API; the protocol's own where it is not given. */
  callsPerSecond?: number;
  /** Without meaning for "own", which compares versions. */
  settleMs?: number;
};

export type FigurePlatforms = {
  port: number;
  /** The account's `apiBase`. */
  baseOf: (code: string) => string;
  window: ShopWindow;
  weather: Weather;
  /** Calls that were signed and not throttled, by account code; a call done twice counts twice. */
  calls: ReadonlyMap<string, number>;
  /** Rows in those calls. */
  rows: ReadonlyMap<string, number>;
  close: () => Promise<void>;
};

/**
 * Platforms that know nothing but stock and prices, for tests and benchmarks: any number of accounts of the three protocols
 * on one port, at `/meituan/<code>/api/v1/…`, `/eleme/<code>` and `/own/<code>/figures`.
 */
export async function startFigurePlatforms(options: {
  accounts: readonly FigureAccount[];
  shops: readonly string[];
  skus: readonly string[];
  weather?: Partial<WeatherRates>;
  seed?: number;
  onShown?: (shown: Shown) => void;
  port?: number;
  timers?: Timers;
  /** How late a call may come to a receiver that compares versions. */
  lateMsMax?: number;
}): Promise<FigurePlatforms> {
  const { accounts, timers = WALL_TIMERS } = options;
  const weather = createWeather({
    rng: seededRng(options.seed ?? 1).fork("weather"),
    timers,
    ...(options.weather ? { rates: options.weather } : {}),
    ...(options.lateMsMax === undefined ? {} : { lateMsMax: options.lateMsMax }),
  });
  const window = createShopWindow({ ...options, nowMs: timers.nowMs });
  const calls = new Map<string, number>();
  const rows = new Map<string, number>();
  const desks = accounts.map((account) => {
    const figures: FigureDesk = {
      account: account.code,
      window,
      settleMs: account.settleMs ?? SETTLE_MS,
      mayCall: createThrottle(
        account.callsPerSecond ?? platformOf(account.protocol).figureCallsPerSecond,
        timers.nowMs,
      ),
      onCall: (_, count) => {
        calls.set(account.code, (calls.get(account.code) ?? 0) + 1);
        rows.set(account.code, (rows.get(account.code) ?? 0) + count);
      },
    };
    return deskOf(account, figures, timers.nowMs);
  });
  const server = await startPlatformServer({
    port: options.port ?? 0,
    desks: [...desks, weatherDesk(weather)],
    weather,
  });
  return {
    port: server.port,
    baseOf: (code) => {
      const account = accounts.find((one) => one.code === code);
      return `http://127.0.0.1:${server.port}${pathOf(present(account, code))}`;
    },
    window,
    weather,
    calls,
    rows,
    close: server.close,
  };
}

const pathOf = ({ protocol, code }: Pick<FigureAccount, "protocol" | "code">): string =>
  `/${protocol}/${code}${platformOf(protocol).apiPath}`;

function deskOf(account: FigureAccount, figures: FigureDesk, wallMs: () => number): Desk {
  const { appId, secret } = account;
  const signer = { appId, secret, wallMs };
  return platformOf(account.protocol).desk({
    base: pathOf(account),
    signer,
    figures,
    orders: null,
  });
}
