import { io, type Socket } from "socket.io-client";
import type { WallDelta, WallSnapshot } from "@/server/domain/live/wall";
import type { WallStore } from "./wall-store";

type ServerToScreen = {
  snapshot: (snapshot: WallSnapshot) => void;
  delta: (delta: WallDelta) => void;
};

type ScreenToServer = {
  "screen:join": (request: { view: "a"; epoch?: string; seq?: number }) => void;
  "screen:resume": (request: { since: number; epoch: string }) => void;
  ack: (credit: { seq: number }) => void;
};

type WallSocket = Socket<ServerToScreen, ScreenToServer>;

const ACK_EVERY_MS = 5_000;
const RESUME_WAIT_MS = 1_500;
const DENIED_RETRY_MS = 60_000;
const REFUSED_RETRY_MS = 5_000;
const DENIAL = /unauthor|forbidden|denied|token/i;

/**
 * Feed a store from the server until stopped.
 *
 * Messages wait for the next frame and are applied together. A hole in the sequence asks the server to resume;
 * while an answer is due nothing further is asked, so a bad network does not cause a storm.
 *
 * @returns stop
 */
export function connectWall(store: WallStore): () => void {
  const socket: WallSocket = io({
    path: "/socket.io",
    transports: ["websocket"],
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    randomizationFactor: 0.5,
  });
  const inbox = new FrameInbox(store, () => resume(socket, store));
  const timers = new Set<number>();
  const later = (waitMs: number, run: () => void) => {
    const timer = window.setTimeout(() => {
      timers.delete(timer);
      run();
    }, waitMs);
    timers.add(timer);
  };

  socket.on("connect", () => {
    inbox.forget();
    const held = store.snapshot();
    socket.emit("screen:join", {
      view: "a",
      ...(held && { epoch: held.epoch, seq: held.seq }),
    });
  });
  socket.on("snapshot", (snapshot) => inbox.take(snapshot));
  socket.on("delta", (delta) => inbox.take(delta));
  socket.on("disconnect", (reason) => {
    // The client library does not come back by itself when the server closed the door.
    if (reason === "io server disconnect") later(REFUSED_RETRY_MS, () => socket.connect());
  });
  socket.on("connect_error", (error) => {
    const isDenied = DENIAL.test(error.message);
    if (isDenied) store.setConnection("denied");
    if (!socket.active) {
      later(isDenied ? DENIED_RETRY_MS : REFUSED_RETRY_MS, () => socket.connect());
    }
  });
  const acks = window.setInterval(() => {
    const held = store.snapshot();
    if (held && socket.connected) socket.emit("ack", { seq: held.seq });
  }, ACK_EVERY_MS);

  return () => {
    window.clearInterval(acks);
    for (const timer of timers) window.clearTimeout(timer);
    inbox.close();
    socket.disconnect();
  };
}

function resume(socket: WallSocket, store: WallStore): void {
  const held = store.snapshot();
  if (!socket.connected) return;
  if (held) socket.emit("screen:resume", { since: held.seq, epoch: held.epoch });
  else socket.emit("screen:join", { view: "a" });
}

const isSnapshot = (message: WallSnapshot | WallDelta): message is WallSnapshot =>
  "data" in message;

/** Collects messages and hands them to the store once per frame. */
class FrameInbox {
  #waiting: (WallSnapshot | WallDelta)[] = [];
  #cancel: (() => void) | null = null;
  #askedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly store: WallStore,
    private readonly askResume: () => void,
  ) {}

  take(message: WallSnapshot | WallDelta): void {
    if (isSnapshot(message)) this.store.forgetClock();
    this.store.noteArrival(message.ts, Date.now());
    this.#waiting.push(message);
    this.#cancel ??= onNextFrame(() => this.#flush());
  }

  /** A new connection: whatever was asked for on the old one will not be answered. */
  forget(): void {
    this.#askedAtMs = Number.NEGATIVE_INFINITY;
  }

  close(): void {
    this.#cancel?.();
    this.#waiting = [];
  }

  #flush(): void {
    this.#cancel = null;
    const messages = this.#waiting;
    this.#waiting = [];
    const last = messages.findLastIndex(isSnapshot);
    const snapshot = messages[last];
    if (snapshot && isSnapshot(snapshot)) {
      this.store.replace(snapshot);
      this.forget();
    }
    const deltas = messages.slice(last + 1).filter((each): each is WallDelta => !isSnapshot(each));
    if (deltas.length === 0) return;
    if (this.store.apply(deltas)) this.forget();
    else this.#ask();
  }

  #ask(): void {
    const nowMs = performance.now();
    if (nowMs - this.#askedAtMs < RESUME_WAIT_MS) return;
    this.#askedAtMs = nowMs;
    this.askResume();
  }
}

/** A hidden page gets no frames; a timer keeps its figures moving. */
function onNextFrame(run: () => void): () => void {
  if (document.visibilityState === "hidden") {
    const timer = window.setTimeout(run, 250);
    return () => window.clearTimeout(timer);
  }
  const frame = requestAnimationFrame(run);
  return () => cancelAnimationFrame(frame);
}
