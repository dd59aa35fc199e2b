import { randomUUID } from "node:crypto";
import type { Server, Socket } from "socket.io";
import type { Context } from "../context";
import { gcraLimiter } from "../domain/access";
import { diffWall, type WallData, type WallDelta, type WallSnapshot } from "../domain/live/wall";
import { metricsVersion } from "../domain/metrics";
import { startLoop } from "../roles/loop";
import { WALL_ROOM } from "./rooms";
import { WallFeed } from "./wall-feed";

const RING = 120;
/** Numbers at most four times a second. */
const BEAT_MS = 250;
/** How often is looked whether one of the dearer figures is due. */
const SLOW_MS = 200;
/** Even an unchanged wall says once a second that it is alive. */
const SIGN_OF_LIFE_MS = 1_000;
/** A screen that is so far behind gets one snapshot instead of a queue. */
const LAG_MAX = 5;
/** A screen joins when it connects and resumes after a gap; each may cost a snapshot. */
const SNAPSHOTS_PER_SECOND = 1;
const SNAPSHOTS_BURST = 10;

type Screen = { acked: number; since: number };

/**
 * One producer for all walls: reads once, sends what changed to everybody, answers gaps from a ring of deltas or with a
 * snapshot. With no wall looking it reads nothing.
 */
export function startWallRoom(
  context: Context,
  sockets: Server,
): { admit: (socket: Socket) => void; stop: () => Promise<void> } {
  const feed = new WallFeed(context);
  const epoch = randomUUID();
  const ring: WallDelta[] = [];
  const screens = new Map<Socket, Screen>();
  let seq = 0;
  let shown: WallData | null = null;
  let sentAt = 0;
  const build = process.env.HUILIU_BUILD ?? "dev";

  const snapshot = (data: WallData): WallSnapshot => ({
    epoch,
    seq,
    ts: context.clock.now(),
    build,
    metricsVersion,
    data,
  });

  const beat = async (): Promise<number> => {
    if (screens.size === 0) return 0;
    const data = await feed.read();
    const now = context.clock.now();
    const set = shown ? diffWall(shown, data) : data;
    if (shown && Object.keys(set).length === 0 && now - sentAt < SIGN_OF_LIFE_MS) return 0;
    const isFirst = shown === null;
    shown = data;
    seq += 1;
    sentAt = now;
    const delta: WallDelta = { epoch, seq, ts: now, set };
    ring.push(delta);
    if (ring.length > RING) ring.shift();
    for (const [socket, screen] of screens) send(socket, screen, isFirst ? null : delta);
    return 0;
  };

  const send = (socket: Socket, screen: Screen, delta: WallDelta | null): void => {
    if (!shown) return;
    const behind = screen.acked > 0 && seq - screen.acked > LAG_MAX * (5_000 / BEAT_MS);
    if (delta === null || behind) {
      screen.acked = behind ? seq : screen.acked;
      socket.emit("snapshot", snapshot(shown));
    } else socket.volatile.emit("delta", delta);
  };

  const answer = (socket: Socket, since: number, of: string | undefined): void => {
    if (!shown) return;
    const missed = of === epoch ? ring.filter((d) => d.seq > since) : [];
    if (of === epoch && (missed[0]?.seq === since + 1 || since === seq))
      for (const delta of missed) socket.emit("delta", delta);
    else socket.emit("snapshot", snapshot(shown));
  };

  const loops = [
    startLoop("wall", context, { restMs: BEAT_MS, work: beat }),
    startLoop("wall-slow", context, {
      restMs: SLOW_MS,
      work: () => (screens.size > 0 ? feed.refresh() : Promise.resolve(0)),
    }),
  ];
  return {
    admit: (socket) => admit(socket, screens, { seq: () => seq, answer: thrifty(context, answer) }),
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
      sockets.in(WALL_ROOM).disconnectSockets(true);
    },
  };
}

/** Answers so many times; who asks for more is cut off. */
function thrifty({ clock, log }: Context, answer: Answer): Answer {
  const limits = new WeakMap<Socket, ReturnType<typeof gcraLimiter>>();
  return (socket, since, of) => {
    const limit = limits.get(socket) ?? gcraLimiter();
    limits.set(socket, limit);
    if (limit("", SNAPSHOTS_PER_SECOND, SNAPSHOTS_BURST, clock.now()) === null)
      return answer(socket, since, of);
    log.warn({}, "a screen that asks too often is cut off");
    socket.disconnect(true);
  };
}

type Answer = (socket: Socket, since: number, of: string | undefined) => void;

/** What a screen may say: that it is here, where it stands, how far it has come. */
function admit(
  socket: Socket,
  screens: Map<Socket, Screen>,
  { seq, answer }: { seq: () => number; answer: Answer },
): void {
  socket.on("screen:join", (asked: unknown) => {
    const { seq: since, epoch } = readPlace(asked);
    screens.set(socket, { acked: 0, since: seq() });
    void socket.join(WALL_ROOM);
    answer(socket, since, epoch);
  });
  socket.on("screen:resume", (asked: unknown) => {
    const { since, epoch } = readPlace(asked);
    if (screens.has(socket)) answer(socket, since, epoch);
  });
  socket.on("ack", (credit: unknown) => {
    const screen = screens.get(socket);
    const { seq: acked } = readPlace(credit);
    if (screen && acked >= 0) screen.acked = acked;
  });
  socket.on("disconnect", () => screens.delete(socket));
}

/** Where a screen says it stands; -1 where it says nothing that can be read. */
function readPlace(told: unknown): { seq: number; since: number; epoch: string | undefined } {
  const place = (typeof told === "object" && told !== null ? told : {}) as Record<string, unknown>;
  const number = (value: unknown) =>
    typeof value === "number" && Number.isFinite(value) ? value : -1;
  const epoch = typeof place.epoch === "string" ? place.epoch : undefined;
  return { seq: number(place.seq), since: number(place.since), epoch };
}
