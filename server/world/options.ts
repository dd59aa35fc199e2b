import type { FaultRates } from "./faults";
import type { WeatherRates } from "./platform/weather/weather";
import type { Scenario } from "./scenarios";
import type { WarehouseHabits } from "./warehouse/warehouse";

/** Everything a run is made of. */
export type WorldOptions = {
  seed: number;
  scenario: Scenario;
  ratePerMinute: number;
  /** 0 runs until it is stopped. Wall minutes. */
  minutes: number;
  /** Wall minutes after the last order in which everything else goes on. */
  lingerMinutes: number;
  speed: number;
  gateway: string;
  callbackBase: string;
  port: number;
  secretsPath: string;
  truthPath: string | null;
  faults: FaultRates;
  /** Trouble of calls about stock and prices. */
  weather: WeatherRates;
  /** Simulated minutes within which a platform order must be accepted; 0 waits for ever. */
  acceptMinutes: number;
  pickSeconds: readonly [from: number, to: number];
  warehouse: WarehouseHabits;
};
