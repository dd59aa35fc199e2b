import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** One process of ours: what it is called, what it runs, and how. */
export type ChildPlan = {
  name: string;
  roles: string;
  file: string;
  args: string[];
  flags: string[];
  /** It says when it is ready and answers when it is asked; the start waits for it. */
  isOurs: boolean;
};

export type Children = {
  /** Start all; resolves when those that say so are ready. */
  start: () => Promise<void>;
  /** Ask one to stop, and end it when it does not. Resolves when it is gone. */
  stop: (name: string, patienceMs: number) => Promise<void>;
  /** Let them begin again, for what they were told at their start has changed. */
  renew: (names: readonly string[]) => void;
};

type Patience = {
  restartMs: number;
  restartMsMax: number;
  /** One that lived so long did not die of its start: the next one begins at once. */
  soundMs: number;
  askMs: number;
  /** A process whose event loop is silent for so long serves nobody and holds what it holds. */
  silentMsMax: number;
  /** Until it is ready: pages are opened, catalogs read, on a machine that may be busy. */
  startMsMax: number;
};

const PATIENCE: Patience = {
  restartMs: 300,
  restartMsMax: 30_000,
  soundMs: 10_000,
  askMs: 2_000,
  silentMsMax: 15_000,
  startMsMax: 180_000,
};

type Child = ChildPlan & {
  process: ChildProcess | null;
  startedAt: number;
  heardAt: number;
  /** Deaths in a row, each soon after the start. */
  deaths: number;
  /** Whether it was ever ready. */
  wasReady: boolean;
  /** Whether this life of it is. */
  isReady: boolean;
};

/**
 * Keep processes up. One that dies is started again, later each time it dies young; one that hangs is ended. What the
 * door has stored is told to those who take it in.
 *
 * @param env of a child, read at each start
 * @param say what people should know
 */
export function superviseChildren(
  plans: readonly ChildPlan[],
  env: () => NodeJS.ProcessEnv,
  {
    signal,
    say,
    patience = PATIENCE,
  }: { signal: AbortSignal; say: (line: string) => void; patience?: Patience },
): Children {
  const children = plans.map(
    (plan): Child => ({
      ...plan,
      process: null,
      startedAt: 0,
      heardAt: 0,
      deaths: 0,
      wasReady: false,
      isReady: false,
    }),
  );
  const named = (name: string) => children.find((child) => child.name === name);
  const hear = (child: Child, message: unknown): void => {
    child.heardAt = performance.now();
    if (message === "stored") tell(named("engine"), "stored");
  };
  const begin = (child: Child): Promise<void> =>
    new Promise((done, fail) => {
      const running = launch(child, env());
      child.process = running;
      // News to one that is dying, or a signal: its exit tells the rest.
      running.on("error", () => undefined);
      child.startedAt = child.heardAt = performance.now();
      child.isReady = false;
      running.on("message", (message) => {
        hear(child, message);
        if (message !== "ready") return;
        child.wasReady = child.isReady = true;
        done();
      });
      if (!child.isOurs) done();
      running.once("exit", (code, by) => {
        child.process = null;
        if (child.isOurs && !child.wasReady)
          fail(new Error(`${child.name} did not start (${code ?? by ?? "killed"})`));
        if (signal.aborted) return;
        const rest = restAfter(child, patience);
        if (rest > patience.restartMs)
          say(`· ${child.name} died ${child.deaths} times, next try in ${rest / 1000} s`);
        setTimeout(() => {
          if (!signal.aborted) void begin(child).catch(() => undefined);
        }, rest).unref();
      });
    });
  const watch = setInterval(() => endSilent(children, say, patience), patience.askMs);
  signal.addEventListener("abort", () => clearInterval(watch));
  return {
    start: async () => {
      await Promise.all(children.map(begin));
    },
    stop: (name, patienceMs) => stopChild(named(name), patienceMs),
    renew: (names) => {
      for (const name of names) named(name)?.process?.kill("SIGTERM");
    },
  };
}

/** Who has just died hears nothing, and that is no fault of ours. */
function tell(child: Child | undefined, word: string): void {
  if (child?.process?.connected) child.process.send(word, () => undefined);
}

function launch(child: Child, env: NodeJS.ProcessEnv): ChildProcess {
  return fork(child.file, child.args, {
    env: { ...env, HUILIU_ROLES: child.roles, HUILIU_CHILD: child.name },
    execArgv: [...process.execArgv, ...child.flags],
    stdio: ["ignore", child.isOurs ? "inherit" : "ignore", "inherit", "ipc"],
  });
}

function restAfter(child: Child, { soundMs, restartMs, restartMsMax }: Patience): number {
  child.deaths = performance.now() - child.startedAt > soundMs ? 1 : child.deaths + 1;
  return Math.min(restartMsMax, restartMs * 2 ** Math.max(0, child.deaths - 2));
}

/** Ask everybody for a sign of life, and end those who have not given one for too long. */
function endSilent(
  children: readonly Child[],
  say: (line: string) => void,
  { silentMsMax, startMsMax }: Patience,
): void {
  for (const child of children) {
    if (!child.isOurs || !child.process) continue;
    const ms = child.isReady ? silentMsMax : startMsMax;
    if (performance.now() - child.heardAt > ms) {
      say(`· ${child.name} has not answered for ${ms / 1000} s and is ended`);
      child.process.kill("SIGKILL");
    } else tell(child, "ask");
  }
}

function stopChild(child: Child | undefined, patienceMs: number): Promise<void> {
  const running = child?.process;
  if (!running) return Promise.resolve();
  return new Promise((done) => {
    const last = setTimeout(() => running.kill("SIGKILL"), patienceMs);
    running.once("exit", () => {
      clearTimeout(last);
      done();
    });
    running.kill("SIGTERM");
  });
}

/** The file a child runs: this very program, or the world's beside it. */
export const programOf = (name: string): string =>
  name === "world" ? fileURLToPath(import.meta.resolve("./world.js")) : (process.argv[1] ?? "");
