import { request } from "node:http";
import pino from "pino";
import { prepareDemoPeople } from "@/server/auth/auth";
import type { Context } from "@/server/context";
import type { Instant } from "@/server/domain/kernel/instant";
import { startWeb, type WebRole } from "@/server/roles/web";
import { freePort } from "@/tests/simulation/city";
import { freshHuiliu, type Huiliu } from "./huiliu";

export type Answer = {
  status: number;
  headers: Record<string, string>;
  cookies: string[];
  body: string;
};
type Ask = {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  /** An address of this machine to come from. */
  from?: string;
};

/** The real web role on a port of its own: sign-in, tRPC, sockets. Pages are one line of text, so that none has to be built. */
export type WebStand = {
  huiliu: Huiliu;
  port: number;
  origin: string;
  password: string;
  /** What was logged. */
  said: string[];
  /** Our clock stands still; let so much time pass. */
  passTime: (ms: number) => void;
  ask: (path: string, ask?: Ask) => Promise<Answer>;
  signIn: (email: string, password: string, ask?: Ask) => Promise<Answer>;
  /** @returns the cookies of somebody who is signed in */
  cookieOf: (email: string) => Promise<string>;
  /** Another web process of the same database, under the same public name. */
  another: () => Promise<WebStand>;
  close: () => Promise<void>;
};

export async function openWebStand(settings: Record<string, string> = {}): Promise<WebStand> {
  const huiliu = await freshHuiliu({ PORT: String(await freePort()), ...settings });
  await prepareDemoPeople(huiliu.context);
  const origin = `http://localhost:${huiliu.context.config.PORT}`;
  const stand = await standOn(huiliu, { now: Date.now() }, origin);
  return {
    ...stand,
    close: async () => {
      await stand.close();
      await huiliu.close();
    },
  };
}

async function standOn(huiliu: Huiliu, time: { now: number }, origin: string): Promise<WebStand> {
  const { context, database } = huiliu;
  const said: string[] = [];
  const shifted: Context = {
    ...context,
    log: pino({ level: "trace" }, { write: (line: string) => void said.push(line) }),
    clock: { now: () => time.now as Instant },
  };
  const web: WebRole = await startWeb(shifted, database.url, async () => ({
    // What Next would make of it: the policy it reads its scripts' nonce from.
    handle: async (request, response) => {
      if (request.url?.includes("fails")) throw new Error("a page that fails");
      response.writeHead(200).end(String(request.headers["content-security-policy"]));
    },
    isDev: false,
    close: async () => undefined,
  }));
  const password = context.secrets.demoPassword;
  const ask = (path: string, with_: Ask = {}) => askOf(web.port, path, with_);
  const signIn = (email: string, word: string, with_: Ask = {}) =>
    ask("/api/auth/sign-in/email", {
      ...with_,
      method: "POST",
      headers: { origin, ...with_.headers },
      body: { email, password: word },
    });
  return {
    huiliu,
    port: web.port,
    origin,
    password,
    said,
    passTime: (ms) => {
      time.now += ms;
    },
    ask,
    signIn,
    cookieOf: async (email) => (await signIn(email, password)).cookies.join("; "),
    another: async () => {
      const config = { ...context.config, PORT: 0 };
      return standOn({ ...huiliu, context: { ...context, config } }, time, origin);
    },
    close: web.stop,
  };
}

function askOf(port: number, path: string, { method = "GET", headers, body, from }: Ask) {
  return new Promise<Answer>((resolve, reject) => {
    const sent = request(
      {
        ...{ host: "127.0.0.1", port, path, method, agent: false },
        headers: { "content-type": "application/json", ...headers },
        ...(from !== undefined && { localAddress: from }),
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
            ),
            cookies: (response.headers["set-cookie"] ?? []).map((line) => line.split(";")[0] ?? ""),
            body: text,
          }),
        );
      },
    );
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
