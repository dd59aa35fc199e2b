import { z } from "zod";
import { listChannels, listRefusals } from "@/db/queries/lists/channels";
import { importFile } from "../pipelines/intake/files/import-file";
import { previewFile } from "../pipelines/intake/files/preview-file";
import { toChannels } from "../views/system/channel-cards";
import { chain, router } from "./trpc";

const BASE64_MAX = Math.ceil((4 * 1024 * 1024 * 4) / 3) + 4;

const File = z.object({
  accountCode: z.string().max(64),
  name: z.string().min(1).max(200),
  /** Base64: the call is JSON. */
  content: z.base64().max(BASE64_MAX),
});

const toFile = ({ accountCode, content }: z.infer<typeof File>) => ({
  accountCode,
  bytes: new Uint8Array(Buffer.from(content, "base64")),
});

/** Channel accounts and the files that come in by hand. */
export const channels = router({
  list: chain().query(async ({ ctx }) => {
    const [rows, refusals] = await Promise.all([
      listChannels(ctx.deps.db),
      listRefusals(ctx.deps.db),
    ]);
    return toChannels(rows, refusals, ctx.deps.capabilitiesOf);
  }),

  preview: chain("operations", "service")
    .input(File)
    .mutation(({ ctx, input }) => previewFile(ctx.deps, toFile(input))),

  import: chain("operations", "service")
    .input(File)
    .mutation(({ ctx, input }) => importFile(ctx.deps, toFile(input))),
});
