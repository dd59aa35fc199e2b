import { createHash } from "node:crypto";
import { appendMessages } from "@/db/log/inbox";
import type { Deps } from "@/server/pipelines/deps";
import { AppRefusal } from "@/server/pipelines/refusal";
import { type FileInput, readFor } from "./preview-file";

/**
 * Take a file in: it goes into the log as one message, so that its good orders come in together and its bad rows become
 * cases people see. Importing it twice makes no order twice.
 */
export async function importFile(
  deps: Deps,
  input: FileInput,
): Promise<{ orders: number; skipped: number }> {
  const { accountId, body, preview } = await readFor(deps, input);
  const { orders, skipped } = preview;
  if (orders === 0) throw new AppRefusal("BAD_FILE", "文件里没有可以导入的订单");
  const sha256 = createHash("sha256").update(body).digest();
  const base = { accountId, topic: "file", lane: null, externalNo: null, sha256 };
  await appendMessages(deps.db, await deps.bodies.seal([{ ...base, body, encoding: 0 }]));
  return { orders, skipped };
}
