import { DEMO_ACCOUNTS, type DemoAccount } from "@/server/domain/demo/accounts";
import { present } from "@/server/domain/kernel/assert";
import { elemePlatform } from "./eleme/platform";
import { meituanPlatform } from "./meituan/platform";
import { ownPlatform } from "./own/platform";
import type { WorldPlatform } from "./world-platform";

/** Every protocol that the world speaks. */
const PLATFORMS: Readonly<Record<string, WorldPlatform>> = {
  own: ownPlatform,
  meituan: meituanPlatform,
  eleme: elemePlatform,
};

export const platformOf = (protocol: string): WorldPlatform =>
  present(PLATFORMS[protocol], protocol);

export const accountOn = (channel: string): DemoAccount =>
  present(
    DEMO_ACCOUNTS.find((account) => account.channel === channel),
    channel,
  );

/** Who plays the other side of a channel. */
export const platformOn = (channel: string): WorldPlatform =>
  platformOf(accountOn(channel).protocol);
