import { demoCity } from "@/server/domain/demo/city";
import { shanghaiText } from "@/server/world/wire/shanghai-time";
import { ownOrder } from "@/tests/integration/huiliu";

export type OwnChannel = "app" | "mini";
/** What a test knows of an order it sent. */
export type Sale = { no: string; goods: string };
export type OwnSale = Sale & { channel: OwnChannel; phone: string; body: string };

const SKUS = demoCity(7).skus;
/** Two characters, and in some names only. */
export const GOODS_WORD = "酸奶";

/** Own orders that share neither door nor phone, so that none travels with another; every fourth has the word in its goods. */
export function ownSales(count: number): OwnSale[] {
  const wanted = SKUS.filter((sku) => sku.name.includes(GOODS_WORD));
  const others = SKUS.filter((sku) => !sku.name.includes(GOODS_WORD) && sku.zone === "ambient");
  return Array.from({ length: count }, (_, i) => {
    const sku = (i % 4 === 0 ? wanted[i / 4] : others[i]) ?? present();
    const no = `CON${String(i).padStart(5, "0")}`;
    const phone = `1396543${String(7100 + i)}`;
    const body = ownOrder(
      {
        channel_order_id: no,
        store_code: i % 3 === 0 ? "store_s02" : "store_s01",
        buyer: { name: "欧阳小满", phone },
        address: { text: `翠苑小区${i + 1}幢1单元602室` },
      },
      [{ sku: sku.code, qty: 1 + (i % 3), fen: sku.priceFen }],
    );
    return { no, phone, goods: sku.name, channel: i % 3 === 1 ? "mini" : "app", body };
  });
}

function present(): never {
  throw new Error("the demo city has too few articles");
}

export const plainOrder = (no: string): string => ownOrder({ channel_order_id: no });

/** An article that nobody has heard of. */
export const strangeOrder = (no: string, sku: string): string =>
  ownOrder({ channel_order_id: no }, [{ sku, qty: 2 }]);

export const PIECES = { good: '"qty":1', broken: '"qty":-1' };

/** Signed well, but no order: minus one piece. */
export const brokenOrder = (no: string): string =>
  plainOrder(no).replace(PIECES.good, PIECES.broken);

export const BUYER = { name: "诸葛清欢", phone: "13912347788", room: "1804室" };

/** 20 yuan of goods, 5 off, 5 for bag and ride. */
export const orderOfManySums = (no: string): string =>
  ownOrder(
    {
      channel_order_id: no,
      buyer: { name: BUYER.name, phone: BUYER.phone },
      address: { text: `桂花城9幢3单元${BUYER.room}` },
      amounts: {
        items_fen: 2_000,
        package_fen: 100,
        delivery_fen: 400,
        discount_merchant_fen: 300,
        discount_platform_fen: 200,
        paid_fen: 2_000,
      },
    },
    [{ sku: "K0001", qty: 2 }],
  ).replace('"paid_fen":2000}]', '"paid_fen":1500}]');

/** Its second order, in row three, has no pieces. */
export function groupFile(): { name: string; mimeType: string; buffer: Buffer } {
  const now = shanghaiText(Date.now());
  const rows = [
    "订单号,收货人,手机号,地址,门店编码,商品编码,数量,单价(元),实付(元),下单时间",
    `GROUP0001,宋一,13700010001,紫荆花园1幢101室,store_s01,K0001,2,5.00,10.00,${now}`,
    `GROUP0002,宋二,13700010002,紫荆花园2幢101室,store_s01,K0001,0,5.00,5.00,${now}`,
    `GROUP0003,宋三,13700010003,紫荆花园3幢101室,store_s02,K0002,1,6.50,6.50,${now}`,
  ];
  return { name: "团购.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) };
}
