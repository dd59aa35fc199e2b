import { Agent, errors, request } from "undici";
import { PortError } from "@/server/ports/port-error";
import { asObject, type JsonObject, parseJson } from "./parse-json";

const TIMEOUT_MS = 5_000;
/** A whole call, however it comes: an answer of a byte a second is none. */
const CALL_MS = 8_000;

export type PlatformCall =
  | { method: "GET"; headers?: Record<string, string> }
  | { method: "POST"; headers: Record<string, string>; body: string };

/** Connections to platforms are kept; the global `fetch` costs three times as much a call. */
const platforms = new Agent({
  connectTimeout: TIMEOUT_MS,
  headersTimeout: TIMEOUT_MS,
  bodyTimeout: TIMEOUT_MS,
});

/**
 * One call to a platform over HTTP.
 *
 * @throws PortError timeout, unavailable (network, 5xx), limited (429), unauthorised (401) or rejected (other 4xx)
 */
export async function callPlatform(url: string, call: PlatformCall): Promise<string> {
  try {
    const signal = AbortSignal.timeout(CALL_MS);
    const response = await request(url, { ...call, dispatcher: platforms, signal });
    const text = await response.body.text();
    const { statusCode: status } = response;
    if (status >= 200 && status < 300) return text;
    if (status === 429)
      throw new PortError("limited", "429", waitOf(response.headers["retry-after"]));
    if (status === 401) throw new PortError("unauthorised", `HTTP 401: ${text.slice(0, 200)}`);
    if (status >= 500) throw new PortError("unavailable", `HTTP ${status}`);
    throw new PortError("rejected", `HTTP ${status}: ${text.slice(0, 200)}`);
  } catch (error) {
    if (error instanceof PortError) throw error;
    throw new PortError(
      isLate(error) ? "timeout" : "unavailable",
      error instanceof Error ? error.message : "no answer",
    );
  }
}

/** Retry-After in seconds, never longer than ten minutes; who says nothing is asked again after four seconds. */
function waitOf(header: string | string[] | undefined): number {
  const seconds = Number(header);
  return seconds > 0 ? Math.min(600, seconds) * 1_000 : 4_000;
}

const isLate = (error: unknown): boolean =>
  (error instanceof Error && error.name === "TimeoutError") ||
  error instanceof errors.HeadersTimeoutError ||
  error instanceof errors.BodyTimeoutError ||
  error instanceof errors.ConnectTimeoutError;

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
