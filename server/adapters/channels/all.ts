import type { ChannelAdapter } from "@/server/ports/channel";
import { elemeAdapter } from "./eleme/adapter";
import { meituanAdapter } from "./meituan/adapter";
import { ownAdapter } from "./own/adapter";

/** Every protocol that is spoken here. */
export const CHANNEL_ADAPTERS: readonly ChannelAdapter[] = [
  ownAdapter,
  meituanAdapter,
  elemeAdapter,
];
