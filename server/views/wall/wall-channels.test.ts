import { expect, test } from "vitest";
import type { Account } from "@/server/domain/channels";
import { wallChannels } from "./wall-channels";

const account = (channel: string, name: string, enabled = true) =>
  ({ channel, name, enabled }) as Account;

test("wallChannels: one row a channel that is on, known ones first and by their names, no devices", () => {
  const rows = wallChannels([
    account("taobao", "淘宝闪购 旗舰店"),
    account("store", "门店终端"),
    account("meituan", "美团 城西"),
    account("app", "自家 APP"),
    account("meituan", "美团 城东"),
    account("eleme", "饿了么", false),
  ]);
  expect(rows).toEqual([
    { code: "app", name: "APP" },
    { code: "meituan", name: "美团" },
    { code: "taobao", name: "淘宝闪购 旗舰店" },
  ]);
});
