import type { IncomingMessage } from "node:http";
import type { Server, Socket } from "socket.io";
import { listScreens, listSessions } from "@/db/queries/people/people";
import type { Auth } from "../auth/auth";
import { asUser, seesChain, type User } from "../auth/user";
import type { Context } from "../context";
import { type Loop, startLoop } from "../roles/loop";

/** What a socket stands on: somebody's session, a screen's token, or both. */
type Visitor = {
  session: { id: string; user: User } | null;
  /** Hash of the token. */
  screen: string | null;
};

/** How long a socket outlives what it stands on, at most; a minute is promised. */
const LOOK_MS = 5_000;

/** Who knocks; null when it is nobody we know. */
export async function visitorOf(auth: Auth, request: IncomingMessage): Promise<Visitor | null> {
  const [session, screen] = await Promise.all([auth.sessionOf(request), auth.screens.of(request)]);
  return session || screen ? { session, screen } : null;
}

/** The wall is about the whole chain. */
export const mayWatchWall = ({ session, screen }: Visitor): boolean =>
  screen !== null || (session !== null && seesChain(session.user));

/** End sockets whose session ended, whose person may something else now, or whose screen's token was revoked. */
export function endWithVisitors(context: Context, sockets: Server): Loop {
  return startLoop("visitors", context, {
    restMs: LOOK_MS,
    work: async () => {
      const open = [...sockets.sockets.sockets.values()];
      if (open.length === 0) return 0;
      const isStill = await present(context, open.map(visitorIn));
      for (const socket of open) if (!isStill(visitorIn(socket))) socket.disconnect(true);
      return 0;
    },
  });
}

export const visitorIn = (socket: Socket): Visitor => (socket.data as { visitor: Visitor }).visitor;

async function present(
  { db }: Context,
  visitors: readonly Visitor[],
): Promise<(visitor: Visitor) => boolean> {
  const sessionIds = new Set(visitors.flatMap(({ session }) => session?.id ?? []));
  const hashes = new Set(visitors.flatMap(({ screen }) => screen ?? []));
  const [rows, screens] = await Promise.all([
    sessionIds.size > 0 ? listSessions(db, [...sessionIds]) : [],
    hashes.size > 0 ? listScreens(db, [...hashes]) : [],
  ]);
  const users = new Map(rows.map(({ sessionId, ...row }) => [sessionId, asUser(row)]));
  const live = new Set(screens);
  return ({ session, screen }) => {
    if (screen !== null && !live.has(screen)) return false;
    if (session === null) return true;
    const now = users.get(session.id);
    return now?.role === session.user.role && now.storeId === session.user.storeId;
  };
}
