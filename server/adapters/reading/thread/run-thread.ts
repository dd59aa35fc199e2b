import { parentPort } from "node:worker_threads";
import type { Decoded } from "@/server/domain/channels/message";
import { type Answer, type FromThread, PART_ITEMS, type Task, type ToThread } from "./protocol";

/** The thread's side: one task after another, each answered by `read`. */
export function runThread(read: (task: Task) => Promise<Answer>): void {
  const port = parentPort;
  if (!port) throw new Error("this is no thread");
  const say = (words: FromThread): void => port.postMessage(words);
  let left: Decoded[] = [];
  const more = (): void => {
    const said = left.slice(0, PART_ITEMS);
    left = left.slice(PART_ITEMS);
    say({ said, isLast: left.length === 0 });
  };
  const answer = async (task: Task): Promise<void> => {
    const answered = await read(task);
    if (!answered.ok) return say({ refused: answered.error });
    if (!Array.isArray(answered.value)) return say({ file: answered.value });
    left = answered.value;
    more();
  };
  port.on("message", (words: ToThread) => {
    if ("more" in words) more();
    // What is thrown here ends the thread, and is told as its error.
    else void answer(words.task);
  });
}
