import { io, type Socket } from "socket.io-client";

/** "Something about this changed": never the data itself. */
export type Hint = {
  entity: "order" | "orders" | "exceptions" | "dead-letters" | "inventory" | "cell";
  id?: string;
  storeId?: number;
  n?: number;
};

export type LinkState = "connecting" | "open" | "lost";
type Listener = (hint: Hint) => void;

type ServerToConsole = { hint: (hint: Hint | Hint[]) => void };
type ConsoleToServer = { "hints:join": (request: { rooms: string[] }) => void };

const COALESCE_MS = 250;
const REFUSED_RETRY_MS = 5_000;

const roomOf = ({ entity, id }: Hint): string =>
  entity === "order" || entity === "cell" ? `${entity}:${id ?? ""}` : entity;

/**
 * The console's ear: one socket, rooms by interest, hints of a quarter of a second told together.
 * After a break it calls `onReturn`, because hints that were missed are gone.
 */
export class ConsoleHints {
  #socket: Socket<ServerToConsole, ConsoleToServer> | null = null;
  #rooms = new Map<string, Set<Listener>>();
  #waiting = new Map<string, Hint>();
  #timer: number | null = null;
  #state: LinkState = "connecting";
  #watchers = new Set<() => void>();
  #wasOpen = false;
  onReturn: () => void = () => undefined;

  readonly state = (): LinkState => this.#state;

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  /** Hear of a room until the returned function is called. */
  join(room: string, listener: Listener): () => void {
    const listeners = this.#rooms.get(room) ?? new Set();
    const isNew = listeners.size === 0;
    listeners.add(listener);
    this.#rooms.set(room, listeners);
    if (isNew) this.#askRooms();
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      this.#rooms.delete(room);
      this.#askRooms();
    };
  }

  open(): () => void {
    const socket: Socket<ServerToConsole, ConsoleToServer> = io({
      path: "/socket.io",
      transports: ["websocket"],
      withCredentials: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      randomizationFactor: 0.5,
    });
    this.#socket = socket;
    let retry: number | null = null;
    const comeBack = () => {
      retry = window.setTimeout(() => socket.connect(), REFUSED_RETRY_MS);
    };
    socket.on("connect", () => {
      this.#askRooms();
      if (this.#wasOpen) this.onReturn();
      this.#wasOpen = true;
      this.#tell("open");
    });
    socket.on("disconnect", (reason) => {
      this.#tell("lost");
      if (reason === "io server disconnect") comeBack();
    });
    socket.on("connect_error", () => {
      this.#tell(this.#wasOpen ? "lost" : "connecting");
      if (!socket.active) comeBack();
    });
    socket.on("hint", (hints) => {
      for (const hint of Array.isArray(hints) ? hints : [hints]) this.#take(hint);
    });
    return () => {
      if (retry !== null) window.clearTimeout(retry);
      if (this.#timer !== null) window.clearTimeout(this.#timer);
      this.#timer = null;
      socket.disconnect();
      this.#socket = null;
    };
  }

  #askRooms(): void {
    const rooms = [...this.#rooms.keys()];
    if (this.#socket?.connected) this.#socket.emit("hints:join", { rooms });
  }

  #take(hint: Hint): void {
    const key = `${roomOf(hint)}|${hint.storeId ?? ""}`;
    const held = this.#waiting.get(key);
    this.#waiting.set(key, { ...hint, n: (held?.n ?? 0) + (hint.n ?? 1) });
    this.#timer ??= window.setTimeout(() => this.#flush(), COALESCE_MS);
  }

  #flush(): void {
    this.#timer = null;
    const hints = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const hint of hints) {
      for (const listener of this.#rooms.get(roomOf(hint)) ?? []) listener(hint);
    }
  }

  #tell(state: LinkState): void {
    this.#state = state;
    for (const watcher of this.#watchers) watcher();
  }
}
