import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Config } from "../config";

/** A year, for the console's own host and what is below it. */
const HSTS = "max-age=31536000; includeSubDomains";

const POWERS_UNUSED = [
  ...["accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid"],
  ...["magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking"],
];

/** What every answer says: to be read as what it is, framed by nobody, and to tell other sites nothing. */
function everyAnswer(config: Config): [string, string][] {
  const isSecure = config.publicUrl.startsWith("https:");
  const powers = POWERS_UNUSED.map((power) => `${power}=()`);
  return [
    ["x-content-type-options", "nosniff"],
    ["x-frame-options", "DENY"],
    ["referrer-policy", "same-origin"],
    ["cross-origin-opener-policy", "same-origin"],
    ["cross-origin-resource-policy", "same-origin"],
    ["permissions-policy", powers.join(", ")],
    ...(isSecure ? [["strict-transport-security", HSTS] as [string, string]] : []),
  ];
}

/** An answer that is no page loads and runs nothing, wherever it is shown. */
const DATA_POLICY =
  "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
/** A worker's script is a page to itself and loads its own modules. */
const CODE_POLICY = `${DATA_POLICY}; script-src 'self'; connect-src 'self'; font-src 'self'`;

/**
 * What a page may load and run. Scripts run by this answer's nonce and what those load. Styles may stand inline: charts,
 * floating boxes and toasts place themselves by style attributes (docs/security.md).
 */
function pagePolicy(nonce: string, { origins }: Config, isDev: boolean): string {
  const sockets = origins.map((origin) => origin.replace(/^http/, "ws"));
  return [
    "default-src 'self'",
    // Development compiles in the page and reloads it.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self' ${sockets.join(" ")}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

type Headers = {
  /** Before anything is answered. */
  guard: (request: IncomingMessage, response: ServerResponse) => void;
  /** Before a page is drawn: its policy, and in the request the nonce, which Next gives its scripts. */
  guardPage: (request: IncomingMessage, response: ServerResponse) => void;
};

export function securityHeaders(config: Config, isDev: boolean): Headers {
  const every = everyAnswer(config);
  return {
    guard: (request, response) => {
      // Next would believe a nonce that the client sends.
      delete request.headers["content-security-policy"];
      delete request.headers["content-security-policy-report-only"];
      for (const [name, value] of every) response.setHeader(name, value);
      const isCode = (request.url ?? "").startsWith("/_next/");
      response.setHeader("content-security-policy", isCode ? CODE_POLICY : DATA_POLICY);
    },
    guardPage: (request, response) => {
      if ((request.url ?? "").startsWith("/_next/")) return;
      const policy = pagePolicy(randomBytes(16).toString("base64"), config, isDev);
      request.headers["content-security-policy"] = policy;
      response.setHeader("content-security-policy", policy);
    },
  };
}
