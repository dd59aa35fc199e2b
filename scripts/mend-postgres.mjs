import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Mends the database client in place, once, after it was installed (docs/decisions/0017). Version 3.4.9 has two faults that
 * no release has mended: a write that waits for its turn when the socket is gone throws where nobody can catch it, and
 * leaves the slot of the pool unable to send for ever; and a transaction whose connection died goes on, statement by
 * statement, in whatever session stands in its place.
 */
const VERSION = "3.4.9";
const home = join("node_modules", "postgres");

const CONNECTION = [
  // What was waiting to be sent dies with the socket.
  [
    "    clearImmediate(nextWriteTimer)\n    socket.removeListener('data', data)\n    socket.removeListener('connect', connected)\n    idleTimer",
    "    clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n    connection.life += 1\n    socket.removeListener('data', data)\n    socket.removeListener('connect', connected)\n    idleTimer",
  ],
  [
    "    const x = socket.write(chunk, fn)\n    nextWriteTimer !== null && clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n    return x\n",
    "    const waiting = chunk\n    nextWriteTimer !== null && clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n    if (!socket) {\n      error(Errors.connection('CONNECTION_CLOSED', options))\n      return true\n    }\n    return socket.write(waiting, fn)\n",
  ],
  // What was sent between a socket's error and its end is refused as well; and nothing of the session that died, neither
  // its last error nor its half result, is taken for the next one's.
  [
    "    if (initial)\n      return reconnect()\n\n    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))\n",
    "    !initial && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))\n    query = errorResponse = results = final = null\n    result = new Result()\n    rows = 0\n\n    if (initial)\n      return reconnect()\n\n",
  ],
  // A session that dies while it is asked for its types is begun again by whoever waits for it; nobody else is told.
  ["        return fetchArrayTypes()\n", "        return fetchArrayTypes().catch(() => {})\n"],
  ["    count: 0,\n    id\n  }\n", "    count: 0,\n    life: 0,\n    id\n  }\n"],
];

const POOL = [
  // What waits behind another statement of a session that died is refused with it.
  [
    "    c.onclose && (c.onclose(e), c.onclose = null)\n",
    "    c.onclose && (c.onclose(e), c.onclose = null)\n    while (c.behind && c.behind.length)\n      c.behind.shift().reject(e)\n",
  ],
  // Whoever waits for a session of his own keeps his place when the one that was made for him dies on the way.
  [
    "    queries.length && connect(c, queries.shift())\n",
    "    if (queries.length) {\n      const next = queries.shift()\n      next.reserve && queries.push(next)\n      connect(c, next)\n    }\n",
  ],
  // One who was refused waits no longer: a session given to him would serve nobody ever again.
  [
    "        const query = { reserve: resolve, reject }\n",
    "        const query = { reserve: resolve, reject: (e) => (queries.remove(query), reject(e)) }\n",
  ],
  // A transaction and a reserved connection belong to one session: when it is gone, their statements are refused.
  [
    "    let savepoints = 0\n      , connection\n      , prepare = null\n",
    "    let savepoints = 0\n      , connection\n      , life\n      , prepare = null\n",
  ],
  [
    "        q.catch(e => uncaughtError || (uncaughtError = e))\n        c.queue === full\n",
    "        q.catch(e => uncaughtError || (uncaughtError = e))\n        if (c.life !== life)\n          return q.reject(Errors.generic('CONNECTION_CLOSED', 'the session of this transaction is gone'))\n        c.queue === full\n",
  ],
  [
    "    function onexecute(c) {\n      connection = c\n",
    "    function onexecute(c) {\n      connection = c\n      life = c.life\n      c.behind = queries\n",
  ],
  [
    "    move(c, reserved)\n    c.reserved = () => queue.length\n",
    "    const life = c.life\n    c.behind = queue\n    move(c, reserved)\n    c.reserved = () => queue.length\n",
  ],
  [
    "      c.reserved = null\n      onopen(c)\n    }\n\n    return sql\n\n    function handler(q) {\n      c.queue === full\n",
    "      if (c.life !== life)\n        return\n      c.reserved = null\n      onopen(c)\n    }\n\n    return sql\n\n    function handler(q) {\n      if (c.life !== life)\n        return q.reject(Errors.generic('CONNECTION_CLOSED', 'the session of this transaction is gone'))\n      c.queue === full\n",
  ],
];

function mend(file, changes) {
  const path = join(home, file);
  let text = readFileSync(path, "utf8");
  for (const [before, after] of changes) {
    if (text.includes(after)) continue;
    if (!text.includes(before))
      throw new Error(
        `${path} is not as version ${VERSION} has it: look at scripts/mend-postgres.mjs`,
      );
    text = text.replace(before, () => after);
  }
  writeFileSync(path, text);
}

const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
if (version !== VERSION)
  throw new Error(
    `postgres ${version} is installed: see whether scripts/mend-postgres.mjs is still needed`,
  );
for (const build of ["src", join("cjs", "src")]) {
  mend(join(build, "connection.js"), CONNECTION);
  mend(join(build, "index.js"), POOL);
}
