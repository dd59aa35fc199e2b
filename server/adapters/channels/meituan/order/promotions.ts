import type { Form } from "@/server/adapters/channels/form";
import {
  asArray,
  asObject,
  type JsonObject,
  parseJson,
} from "@/server/adapters/channels/parse-json";
import type { Account } from "@/server/domain/channels/account";
import { optionalText, plainText, yuanToFen } from "@/server/domain/channels/reading";
import { isLeftOut } from "@/server/domain/channels/unset";
import { asFen, type Fen } from "@/server/domain/kernel/fen";

/** What is off an order, of one kind of promotion. */
export type Promotion = {
  /** What it is off of: the fee of delivery, all goods together, or single goods, whose price may be after it already. */
  of: "delivery" | "goods" | "items";
  fen: Fen;
  platformFen: Fen;
};

/** 16 满减配送费, 25 减配送费, 105 and 106 闪购减配送券. */
const DELIVERY_TYPES = new Set(["16", "25", "105", "106"]);
/** 1 首单减, 2 满减, 9 优惠券, 22 门店新客立减, 100 and 101 商家券, 103 进店领券: off the whole order, never in a price. */
const GOODS_TYPES = new Set(["1", "2", "9", "22", "100", "101", "103"]);
const DELIVERY_WORDS = /配送费|运费|配送券|免配送/;

/**
 * The promotions in `extras`. Of about 120 types few are documented; one that is not and speaks of delivery is one of
 * delivery, any other may be in prices.
 *
 * @returns `isShareUntold`: the shares of platform and merchant come only after a subscription, no setting of the account
 * says who bears them, and the merchant was taken
 * @throws FieldError on an amount that is none
 */
export function readPromotions(
  form: Form,
  account: Account,
): { promotions: Promotion[]; isShareUntold: boolean } {
  let isShareUntold = false;
  // The list often ends with an empty element.
  const told = asArray(parseJson(form.extras || "[]"))
    .map(asObject)
    .filter((extra) => !isLeftOut(extra.reduce_fee));
  const promotions = told.map((extra): Promotion => {
    const fen = yuanToFen(extra.reduce_fee, "extras.reduce_fee");
    const of = kindOf(extra);
    const share = platformShare(extra, fen);
    if (share === null && fen !== 0 && of !== "delivery" && !account.config.promotionsBy)
      isShareUntold = true;
    const settled = account.config.promotionsBy === "platform" ? fen : asFen(0);
    return { of, fen, platformFen: share ?? settled };
  });
  return { promotions, isShareUntold };
}

function kindOf(extra: JsonObject): Promotion["of"] {
  const type = plainText(extra.type);
  if (DELIVERY_TYPES.has(type)) return "delivery";
  if (GOODS_TYPES.has(type)) return "goods";
  return DELIVERY_WORDS.test(optionalText(extra.remark, 64)) ? "delivery" : "items";
}

function platformShare(extra: JsonObject, fen: Fen): Fen | null {
  if (!isLeftOut(extra.mt_charge)) return yuanToFen(extra.mt_charge, "extras.mt_charge");
  if (isLeftOut(extra.poi_charge)) return null;
  return asFen(fen - yuanToFen(extra.poi_charge, "extras.poi_charge"));
}
