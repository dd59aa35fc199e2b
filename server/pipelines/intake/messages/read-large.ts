import { unpackBody } from "@/db/log/packed-body";
import type { Decoded, DecodeRefusal } from "@/server/domain/channels";
import { ok, type Result } from "@/server/domain/kernel/result";
import type { ChannelAdapter } from "@/server/ports/channel";
import type { MessageToRead } from "@/server/ports/reader";
import { storable } from "./storable-body";

/** One batch takes in so many orders of one file; of a file with more, each becomes a message of its own. */
const FILE_ORDERS_MAX = 100;

/** What a large message says. Slow: it runs on a thread of its own. */
export function readLarge(
  adapter: ChannelAdapter,
  { account, topic, body, encoding }: MessageToRead,
): Result<Decoded[], DecodeRefusal> {
  const bytes = unpackBody({ body, encoding });
  const said = adapter.decode(topic, bytes, account);
  if (!said.ok || !adapter.cut || topic !== "file") return storable(said, bytes);
  const orders = said.value.filter((item) => item.type === "order").length;
  return storable(orders > FILE_ORDERS_MAX ? ok(adapter.cut(bytes)) : said, bytes);
}
