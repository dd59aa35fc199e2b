import { CHANNEL_ADAPTERS } from "./adapters/channels/all";
import { readStockFile } from "./adapters/channels/own/files/decode-stock-file";
import { readCountSheet } from "./adapters/reading/files/read-count-sheet";
import { readFile } from "./adapters/reading/files/read-file";
import { runThread } from "./adapters/reading/thread/run-thread";
import { present } from "./domain/kernel/assert";
import { readLarge } from "./pipelines/intake/messages/read-large";

/** The entry of the thread that reads what is large (`server/adapters/reading/thread`). */
runThread(async (task) => {
  if (task.kind === "stock-file") return await readCountSheet(readStockFile, task);
  const found = CHANNEL_ADAPTERS.find((a) => a.protocol === task.account.protocol);
  const adapter = present(found, "adapter");
  return task.kind === "file" ? await readFile(adapter, task) : readLarge(adapter, task);
});
