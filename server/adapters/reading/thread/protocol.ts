import type { Decoded } from "@/server/domain/channels/message";
import type { Result } from "@/server/domain/kernel/result";
import type {
  FileRead,
  FileToRead,
  MessageToRead,
  ReadRefusal,
  StockFile,
  StockFileToRead,
} from "@/server/ports/reader";

export type Task = MessageToRead | FileToRead | StockFileToRead;
/** To the thread: a task, then, as long as there is more, a word that the next part may come. */
export type ToThread = { task: Task } | { more: true };
/** From the thread. A long answer comes in parts, each asked for: taking all at once would stop the asker. */
export type FromThread =
  | { refused: ReadRefusal }
  | { file: FileRead | StockFile }
  | { said: Decoded[]; isLast: boolean };
export type Answer = Result<Decoded[] | FileRead | StockFile, ReadRefusal>;

export const PART_ITEMS = 250;
