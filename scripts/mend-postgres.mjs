import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Mends the database client in place, once, after it was installed. Which faults of version 3.4.9 these are, and which test
 * shows each: docs/decisions/0017.
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
    "    !initial && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))\n    query = errorResponse = results = final = null\n    result = new Result()\n    rows = 0\n\n    if (initial)\n      return reconnect()\n\n    ended && (ended(), ending = ended = null)\n\n",
  ],
  // A session that dies while it is asked for its types is begun again by whoever waits for it; nobody else is told.
  ["        return fetchArrayTypes()\n", "        return fetchArrayTypes().catch(() => {})\n"],
  [
    "    count: 0,\n    id\n  }\n",
    "    count: 0,\n    life: 0,\n    free: () => ending ? terminate() : onopen(connection),\n    id\n  }\n",
  ],
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
    "      if (c.life !== life)\n        return\n      c.reserved = null\n      c.free()\n    }\n\n    return sql\n\n    function handler(q) {\n      if (c.life !== life)\n        return q.reject(Errors.generic('CONNECTION_CLOSED', 'the session of this transaction is gone'))\n      c.queue === full\n",
  ],
];

/** A pool that ends serves whoever waits in its line, and then ends every session, also those in use until then. */
const END = [
  ["  let ending = false\n", "  let ending = false\n    , served = null\n"],
  [
    "    const queue = Queue()\n    const c = open.length\n",
    "    if (ending)\n      throw Errors.connection('CONNECTION_ENDED', options, options)\n    const queue = Queue()\n    const c = open.length\n",
  ],
  [
    "    await 1\n    let timer\n",
    "    await 1\n    if (ending)\n      return ending\n\n    let timer\n",
  ],
  [
    "      Promise.all(connections.map(c => c.end()).concat(\n        listen.sql",
    "      whenServed().then(() => Promise.all(connections.map(c => c.end()).concat(\n        listen.sql",
  ],
  [
    "        subscribe.sql ? subscribe.sql.end({ timeout: 0 }) : []\n      ))\n    ]).then(() => clearTimeout(timer))\n  }\n",
    "        subscribe.sql ? subscribe.sql.end({ timeout: 0 }) : []\n      )))\n    ]).then(() => clearTimeout(timer))\n  }\n\n  function whenServed() {\n    return queries.length ? new Promise(r => served = r) : Promise.resolve()\n  }\n\n  function look() {\n    served && queries.length === 0 && served()\n  }\n",
  ],
  [
    "  function onopen(c) {\n    if (queries.length === 0)\n      return",
    "  function onopen(c) {\n    look()\n    if (queries.length === 0)\n      return",
  ],
  [
    "    ready\n      ? move(c, busy)\n      : move(c, full)\n  }\n\n  function onclose",
    "    ready\n      ? move(c, busy)\n      : move(c, full)\n    look()\n  }\n\n  function onclose",
  ],
  [
    "      connect(c, next)\n    }\n  }\n}\n",
    "      connect(c, next)\n    }\n    look()\n  }\n}\n",
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
  mend(join(build, "index.js"), [...POOL, ...END]);
}
