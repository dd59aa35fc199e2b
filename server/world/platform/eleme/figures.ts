import type { FigureDesk } from "../figure-desk";
import type { FigureKind } from "../shop-window";
import { clamp, type ElemeBody, type ElemeReply, fine, wrong } from "./door";

const PAIRS_MAX = 100;
const PAGE_MAX = 100;

/**
 * 饿了么's commands about stock and prices. Codes of single rows are the simulator's own.
 *
 * @source docs/domain/channels.md#eleme-calls
 */
export const ELEME_FIGURE_CMDS: Record<string, (desk: FigureDesk, body: ElemeBody) => ElemeReply> =
  {
    "sku.stock.update.batch": (desk, body) => tell("stock", desk, body),
    "sku.price.update.batch": (desk, body) => tell("price", desk, body),
    "sku.list": list,
  };

const shopIn = (body: ElemeBody): string => String(body.platform_shop_id ?? body.shop_id ?? "");

function tell(kind: FigureKind, desk: FigureDesk, body: ElemeBody): ElemeReply {
  const shop = shopIn(body);
  if (!desk.window.hasShop(shop)) return wrong(20_301, "门店不存在");
  if (typeof body.custom_sku_id !== "string") return wrong(20_103, "缺少商品参数");
  const pairs = body.custom_sku_id.split(";").filter((pair) => pair !== "");
  if (pairs.length === 0 || pairs.length > PAIRS_MAX) return wrong(20_103, `一次1到${PAIRS_MAX}个`);
  const form = kind === "stock" ? /^[^:]+:\d{1,5}$/ : /^[^:]+:\d{1,9}$/;
  const bad = pairs.find((pair) => !form.test(pair));
  if (bad !== undefined) return wrong(20_103, `参数不合法: ${bad}`);
  const failed = [];
  const taken = [];
  for (const pair of pairs) {
    const [sku = "", text = ""] = pair.split(":");
    if (desk.window.hasSku(sku)) {
      desk.window.tell(
        { account: desk.account, shop, sku },
        { kind, value: Number(text), version: null },
      );
      taken.push({ custom_sku_id: sku });
    } else failed.push({ custom_sku_id: sku, error_no: 20_302, error_msg: "商品不存在" });
  }
  desk.onCall?.(kind, pairs.length);
  return fine({ success_list: taken, fail_list: failed });
}

function list(desk: FigureDesk, body: ElemeBody): ElemeReply {
  const shop = shopIn(body);
  if (!desk.window.hasShop(shop)) return wrong(20_301, "门店不存在");
  const size = clamp(Number(body.pagesize ?? 20), 1, PAGE_MAX);
  const page = clamp(Number(body.page ?? 1), 1, 100_000);
  const rows = desk.window.page(
    { account: desk.account, shop },
    { from: (page - 1) * size, count: size },
  );
  desk.onCall?.("list", rows.length);
  return fine({
    total: desk.window.skuCount,
    page,
    pages: Math.ceil(desk.window.skuCount / size),
    list: rows.map(({ sku, figures }) => ({
      custom_sku_id: sku,
      ...(figures.stock === null ? {} : { left_num: figures.stock }),
      ...(figures.priceFen === null ? {} : { sale_price: figures.priceFen }),
      status: 1,
    })),
  });
}
