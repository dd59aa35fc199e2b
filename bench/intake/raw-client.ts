import { connect, type Socket } from "node:net";

/**
 * A client that costs little, so that the machine measures the other side: requests are bytes made ahead, connections are
 * kept, an answer is read as far as its status and its length. One request at a time on each connection.
 */
export type RawClient = {
  /** @param done is told the answer's status, or 0 when the connection broke, and how many ms after it was sent */
  send: (request: Buffer, done: Done) => void;
  close: () => void;
};

type Done = (status: number, waitedMs: number) => void;
type Line = { socket: Socket; done: Done | null; text: string; sentMs: number };

export function rawClient(host: string, port: number, connections: number): RawClient {
  const idle: Line[] = [];
  const lines = new Set<Line>();
  let queue: { request: Buffer; done: Done }[] = [];
  let taken = 0;
  /** Taking from the front of a long array costs as much as it is long. */
  const takeNext = () => {
    const next = queue[taken];
    taken += 1;
    if (taken < queue.length) return next;
    queue = [];
    taken = 0;
    return next;
  };

  const start = (line: Line, request: Buffer, done: Done): void => {
    line.done = done;
    line.sentMs = performance.now();
    line.socket.write(request);
  };
  const finish = (line: Line, status: number): void => {
    const { done } = line;
    line.done = null;
    line.text = "";
    const waited = performance.now() - line.sentMs;
    const next = status > 0 ? takeNext() : undefined;
    if (next) start(line, next.request, next.done);
    else if (status > 0) idle.push(line);
    done?.(status, waited);
  };
  const open = (): Line => {
    const socket = connect({ host, port, noDelay: true });
    const line: Line = { socket, done: null, text: "", sentMs: 0 };
    lines.add(line);
    line.socket.on("data", (chunk: Buffer) => {
      line.text += chunk.toString("latin1");
      const status = wholeAnswer(line.text);
      if (status !== null) finish(line, status);
    });
    const lost = () => {
      if (!lines.delete(line)) return;
      const at = idle.indexOf(line);
      if (at >= 0) idle.splice(at, 1);
      if (line.done) finish(line, 0);
    };
    line.socket.on("error", lost);
    line.socket.on("close", lost);
    return line;
  };
  return {
    send: (request, done) => {
      const line = idle.pop() ?? (lines.size < connections ? open() : null);
      if (line) start(line, request, done);
      else queue.push({ request, done });
    },
    close: () => {
      for (const line of lines) line.socket.destroy();
    },
  };
}

/** @returns the status once head and body are there */
function wholeAnswer(text: string): number | null {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1];
  if (length === undefined || text.length < end + 4 + Number(length)) return null;
  return Number(text.slice(9, 12));
}

/** A request as the bytes that travel. */
export function requestBytes(
  path: string,
  {
    host,
    headers,
    body,
  }: { host: string; headers: Readonly<Record<string, string>>; body: Buffer },
): Buffer {
  const head = Object.entries({ ...headers, host, "content-length": String(body.length) })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
  return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${head}\r\n`, "latin1"), body]);
}
