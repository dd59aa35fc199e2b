import type { Deps } from "@/server/pipelines/deps";
import { AppRefusal } from "@/server/pipelines/refusal";
import type { FilePreview, FileRead } from "@/server/ports/reader";

export type FileInput = { accountCode: string; bytes: Uint8Array };

/** What a file of orders would do. Nothing is stored. */
export async function previewFile(deps: Deps, input: FileInput): Promise<FilePreview> {
  return (await readFor(deps, input)).preview;
}

/** @throws AppRefusal with what a person can do about it */
export async function readFor(
  deps: Deps,
  { accountCode, bytes }: FileInput,
): Promise<FileRead & { accountId: number }> {
  const catalog = await deps.catalog.get();
  const account = [...catalog.accounts.values()].find((a) => a.code === accountCode);
  if (!account || !deps.adapterOf(account.protocol))
    throw new AppRefusal("UNKNOWN_ACCOUNT", "没有这个渠道账号");
  const read = await deps.reader.file({ kind: "file", account, bytes });
  if (!read.ok) throw new AppRefusal(read.error.code, read.error.cause);
  return { ...read.value, accountId: account.id };
}
