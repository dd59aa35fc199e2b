import { ownRequest } from "../platform/own/request";
import type { HttpClient } from "../send/http-client";
import { freshNonce } from "../wire/tokens";

/** A device's side of the own contract: it reads tasks by cursor and brings events in batches. */
export type DeviceLink = {
  /** Tasks that are new or changed since the last call; empty when the gateway doesn't answer. */
  poll(): Promise<unknown[]>;
  /** Queue an event; it is sent by `flush` until the gateway has taken it. */
  queue(event: Record<string, unknown>): void;
  flush(): Promise<void>;
  /** Sent once; a lost one is replaced by the next. @returns whether it was taken */
  sendNow(path: string, body: Record<string, unknown>): Promise<boolean>;
};

const PAGE = 200;
const PAGES_A_POLL = 25;
const EVENTS_A_CALL = 100;
const QUEUE_MAX = 20_000;

export function deviceLink(options: {
  client: HttpClient;
  account: string;
  secret: string;
  tasksPath: string;
  eventsPath: string;
  wallMs: () => number;
  onTaken?: (events: number) => void;
}): DeviceLink {
  const { client, account, secret, wallMs } = options;
  const queue: Record<string, unknown>[] = [];
  let cursor = "";
  let isFlushing = false;

  const call = async (method: "GET" | "POST", path: string, body?: Record<string, unknown>) => {
    const request = ownRequest({
      method,
      path,
      account,
      secret,
      nowMs: wallMs(),
      nonce: freshNonce(),
      ...(body ? { body: Buffer.from(JSON.stringify(body)) } : {}),
    });
    return client.call(request).catch(() => null);
  };
  const page = async (): Promise<unknown[] | null> => {
    const answer = await call(
      "GET",
      `${options.tasksPath}?after=${encodeURIComponent(cursor)}&limit=${PAGE}`,
    );
    const parsed = answer?.status === 200 ? parsePage(answer.text) : null;
    if (parsed === null) return null;
    cursor = parsed.cursor ?? cursor;
    return parsed.tasks;
  };
  return {
    poll: async () => {
      const all: unknown[] = [];
      for (let i = 0; i < PAGES_A_POLL; i += 1) {
        const tasks = await page();
        if (tasks !== null) all.push(...tasks);
        if (tasks === null || tasks.length < PAGE) break;
      }
      return all;
    },
    queue: (event) => {
      queue.push(event);
      if (queue.length > QUEUE_MAX) queue.shift();
    },
    flush: async () => {
      if (isFlushing) return;
      isFlushing = true;
      try {
        while (queue.length > 0) {
          const batch = queue.slice(0, EVENTS_A_CALL);
          const answer = await call("POST", options.eventsPath, { events: batch });
          if (answer === null || answer.status >= 500 || answer.status === 429) return;
          // Any other answer settles the batch: a refused event would be refused again.
          queue.splice(0, batch.length);
          if (answer.status === 200) options.onTaken?.(batch.length);
        }
      } finally {
        isFlushing = false;
      }
    },
    sendNow: async (path, body) => (await call("POST", path, body))?.status === 200,
  };
}

function parsePage(text: string): { cursor: string | null; tasks: unknown[] } | null {
  try {
    const page = JSON.parse(text) as { code?: unknown; cursor?: unknown; tasks?: unknown };
    if (page.code !== 0 || !Array.isArray(page.tasks)) return null;
    const cursor = page.cursor;
    const known = typeof cursor === "string" || typeof cursor === "number";
    return { cursor: known ? String(cursor) : null, tasks: page.tasks };
  } catch {
    return null;
  }
}
