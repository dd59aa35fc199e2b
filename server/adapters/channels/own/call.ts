import { randomUUID } from "node:crypto";
import type { Account } from "@/server/domain/channels/account";
import { optionalText } from "@/server/domain/channels/reading";
import { PortError } from "@/server/ports/port-error";
import { callPlatform, readJsonAnswer } from "../http-client";
import type { JsonObject } from "../parse-json";
import { ownSign } from "./sign";

/**
 * One call of our own contract in the other direction: we sign, the account's system answers `{code: 0, …}`; to a GET it
 * may answer without a code.
 *
 * @param path below the account's `apiBase`, with its query
 * @param body null makes it a GET
 * @throws PortError as `callPlatform`; rejected when the code is another
 * @source docs/domain/channels.md#own-signature
 */
export async function callOwn(
  account: Account,
  secret: string,
  { path, body }: { path: string; body: unknown },
): Promise<JsonObject> {
  const url = new URL(`${account.config.apiBase}${path}`);
  const method = body === null ? "GET" : "POST";
  const text = body === null ? "" : JSON.stringify(body);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomUUID();
  const signed = { method, path: url.pathname + url.search, timestamp, nonce, body: text };
  const headers = {
    "x-app-key": account.appId,
    "x-timestamp": timestamp,
    "x-nonce": nonce,
    "x-signature": ownSign(signed, secret),
  };
  const call =
    method === "GET"
      ? ({ method, headers } as const)
      : ({
          method,
          headers: { ...headers, "content-type": "application/json" },
          body: text,
        } as const);
  const answer = readJsonAnswer(await callPlatform(url.href, call));
  if (answer.code === 0 || (method === "GET" && answer.code === undefined)) return answer;
  throw new PortError(
    answer.code === undefined ? "malformed" : "rejected",
    `${optionalText(answer.code)} ${optionalText(answer.message)}`,
  );
}
