import { type Desk, jsonAnswer } from "../desk";
import type { Weather, WeatherRates } from "./weather";

/** `GET /control/weather` says the rates, `POST` with some of them changes these. Unsigned: it is the simulator's own knob. */
export function weatherDesk(weather: Weather): Desk {
  return ({ path, method, body }) => {
    if (path !== "/control/weather") return null;
    return {
      answer: () => {
        try {
          if (method === "POST") weather.set(JSON.parse(body) as Partial<WeatherRates>);
          return jsonAnswer(JSON.stringify(weather.rates()));
        } catch (error) {
          const message = error instanceof Error ? error.message : "bad weather";
          return jsonAnswer(JSON.stringify({ error: message }), 400);
        }
      },
    };
  };
}
