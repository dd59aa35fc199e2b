import { PortError } from "@/server/ports/port-error";
import { asObject, type JsonObject, parseJson } from "./parse-json";

const TIMEOUT_MS = 5_000;

/**
 * One call to a platform over HTTP.
 *
 * @throws PortError timeout, unavailable (network, 5xx), limited (429) or rejected (other 4xx)
 */
export async function callPlatform(url: string, init: RequestInit): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await response.text();
    if (response.ok) return text;
    if (response.status === 429) throw new PortError("limited", "429", 4_000);
    if (response.status >= 500) throw new PortError("unavailable", `HTTP ${response.status}`);
    throw new PortError("rejected", `HTTP ${response.status}: ${text.slice(0, 200)}`);
  } catch (error) {
    if (error instanceof PortError) throw error;
    const late = error instanceof Error && error.name === "TimeoutError";
    throw new PortError(
      late ? "timeout" : "unavailable",
      error instanceof Error ? error.message : "no answer",
    );
  }
}

/**
 * The object a platform answered with.
 *
 * @throws PortError malformed where it is no JSON: a proxy's error page, half an answer
 */
export function readJsonAnswer(text: string): JsonObject {
  try {
    return asObject(parseJson(text));
  } catch {
    throw new PortError("malformed", `not JSON: ${text.slice(0, 80)}`);
  }
}
