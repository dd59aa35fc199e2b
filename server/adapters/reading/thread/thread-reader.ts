import { Worker } from "node:worker_threads";
import type { Decoded } from "@/server/domain/channels/message";
import { ok, refuse } from "@/server/domain/kernel/result";
import type { Reader, ReadRefusal } from "@/server/ports/reader";
import type { Answer, FromThread, Task, ToThread } from "./protocol";

export type ThreadLimits = { ms: number; heapMib: number; waitingMax: number };

/** What an honest file of 20 000 rows needs many times over, and what a process can spare. */
const THREAD_LIMITS: ThreadLimits = { ms: 20_000, heapMib: 384, waitingMax: 16 };

/** A thread with nothing to do keeps its memory: after so long it goes. */
const IDLE_MS = 30_000;

const REFUSALS = {
  TOO_SLOW: "文件读取用时过长，请拆成几个小文件再试",
  TOO_MUCH_MEMORY: "文件展开后占用内存过多，请拆成几个小文件再试",
  BUSY: "正在读取的文件太多，请稍后再试",
  FAILED: "文件无法读取",
} as const;

const no = (code: keyof typeof REFUSALS): ReadRefusal => ({ code, cause: REFUSALS[code] });

type Job = { task: Task; done: (answer: Answer) => void };

/**
 * One thread that reads one thing after another. It is made when there is something to read, and ended when it takes too
 * long or too much memory: the next thing gets a new one.
 *
 * @param entry what the thread runs, built or in TypeScript
 * @param onFault hears of faults that are ours, not the file's
 */
export function threadReader(
  entry: URL,
  onFault: (error: unknown) => void,
  limits: ThreadLimits = THREAD_LIMITS,
): Reader {
  const waiting: Job[] = [];
  let thread: Worker | null = null;
  let isBusy = false;
  let idle: NodeJS.Timeout | undefined;

  const begin = (): Worker => {
    const made = start(entry, limits.heapMib);
    // It may end with nothing to do: then the next task must not wait for it.
    made.on("error", () => undefined);
    made.on("exit", () => {
      if (thread === made) thread = null;
    });
    return made;
  };
  const end = async (): Promise<void> => {
    const ended = thread;
    thread = null;
    await ended?.terminate();
  };
  const next = (): void => {
    clearTimeout(idle);
    const job = waiting.shift();
    isBusy = job !== undefined;
    if (!job) {
      thread?.unref();
      idle = setTimeout(() => void end(), IDLE_MS).unref();
      return;
    }
    thread ??= begin();
    thread.ref();
    void answerOf(thread, job.task, { ms: limits.ms, onFault }).then(async ({ answer, isOver }) => {
      if (isOver) await end();
      job.done(answer);
      next();
    });
  };
  const ask = (task: Task): Promise<Answer> =>
    new Promise((done) => {
      if (waiting.length >= limits.waitingMax) return done(refuse(no("BUSY")));
      waiting.push({ task, done });
      if (!isBusy) next();
    });
  return {
    message: async (task) => (await ask(task)) as Awaited<ReturnType<Reader["message"]>>,
    file: async (task) => (await ask(task)) as Awaited<ReturnType<Reader["file"]>>,
    stockFile: async (task) => (await ask(task)) as Awaited<ReturnType<Reader["stockFile"]>>,
    stop: async () => {
      clearTimeout(idle);
      await end();
    },
  };
}

function start(entry: URL, heapMib: number): Worker {
  const options = {
    execArgv: ["--enable-source-maps"],
    resourceLimits: { maxOldGenerationSizeMb: heapMib, maxYoungGenerationSizeMb: 32 },
  };
  if (!entry.pathname.endsWith(".ts")) return new Worker(entry, options);
  // A thread does not take over the loader of the process: in tests and tools the sources run as they are.
  const begin = `import("tsx/esm/api").then(({ register }) => (register(), import(${JSON.stringify(entry.href)})))`;
  return new Worker(begin, { ...options, eval: true });
}

/** @returns what the thread said, and whether it can be used no more */
function answerOf(
  thread: Worker,
  task: Task,
  { ms, onFault }: { ms: number; onFault: (error: unknown) => void },
): Promise<{ answer: Answer; isOver: boolean }> {
  return new Promise((resolve) => {
    const said: Decoded[] = [];
    const end = (answer: Answer, isOver: boolean): void => {
      clearTimeout(timer);
      thread.off("message", take).off("error", fail).off("exit", gone);
      resolve({ answer, isOver });
    };
    const timer = setTimeout(() => end(refuse(no("TOO_SLOW")), true), ms);
    const take = (part: FromThread): void => {
      if ("refused" in part) end(refuse(part.refused), false);
      else if ("file" in part) end(ok(part.file), false);
      else {
        said.push(...part.said);
        // Messages that are there already are all taken in one go; others want a turn in between.
        if (part.isLast) end(ok(said), false);
        else setImmediate(() => tell(thread, { more: true }));
      }
    };
    const fail = (error: NodeJS.ErrnoException): void => {
      const isFull = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      if (!isFull) onFault(error);
      end(refuse(no(isFull ? "TOO_MUCH_MEMORY" : "FAILED")), true);
    };
    const gone = (): void => end(refuse(no("FAILED")), true);
    thread.on("message", take).on("error", fail).on("exit", gone);
    tell(thread, { task });
  });
}

const tell = (thread: Worker, words: ToThread): void => thread.postMessage(words);
