import { expect, test } from "vitest";
import { redactText } from "./redact";

const SECRETS = ["19900001234", "张三丰", "星光花园3幢2单元1201室", "放门口谢谢"];

const hides = (text: string) => {
  const shown = redactText(text);
  for (const secret of SECRETS) expect(shown).not.toContain(secret);
  return shown;
};

test("redact: our own JSON keeps goods and amounts, hides people", () => {
  const shown = hides(
    JSON.stringify({
      order: {
        store_code: "store_s01",
        buyer: { name: "张三丰", phone: "19900001234" },
        address: { text: "星光花园3幢2单元1201室", lng: 120.15, lat: 30.25 },
        items: [{ sku_code: "K0001", name: "纯牛奶 250ml", qty: 2 }],
        amounts: { paid_fen: 8_640 },
        remark: "放门口谢谢",
      },
    }),
  );
  expect(shown).toContain("纯牛奶 250ml");
  expect(shown).toContain("8640");
  expect(shown).toContain("store_s01");
  expect(shown).not.toContain("120.15");
});

test("redact: a form with JSON inside, as 美团 sends it", () => {
  const detail = JSON.stringify([{ app_food_code: "K1", food_name: "番茄 300g", quantity: 1 }]);
  const form = new URLSearchParams({
    order_id: "360001",
    recipient_name: "张三丰",
    recipient_phone: "19900001234",
    recipient_address: "星光花园3幢2单元1201室@#浙江省杭州市",
    caution: "放门口谢谢 收餐人隐私号 19900001234_1234",
    wm_poi_name: "城西银泰店",
    detail,
    sig: "abcdef",
  });
  const shown = hides(form.toString());
  expect(shown).toContain("番茄 300g");
  expect(shown).toContain("城西银泰店");
  expect(shown).not.toContain("abcdef");
});

test("redact: what 美团 encodes twice is shown decoded, and hides as much", () => {
  const twice = new URLSearchParams({
    recipient_name: encodeURIComponent("张三丰"),
    recipient_address: encodeURIComponent("星光花园3幢2单元1201室"),
    wm_poi_name: encodeURIComponent("城西银泰店"),
    detail: encodeURIComponent(JSON.stringify([{ food_name: "番茄 300g", quantity: 1 }])),
    rate: "50%",
  });
  const shown = hides(twice.toString());
  expect(shown).toContain("番茄 300g");
  expect(shown).toContain("城西银泰店");
  expect(shown).not.toMatch(/%[0-9A-F]{2}/);
  expect(shown).toContain("50%");
});

test("redact: JSON as text inside JSON, as 饿了么 sends it", () => {
  const body = JSON.stringify({
    user: { name: "张三丰", phone: "19900001234", address: "星光花园3幢2单元1201室" },
    order: { remark: "放门口谢谢" },
  });
  hides(JSON.stringify({ cmd: "order.create", body }));
});

test("redact: a file's columns by their headers", () => {
  const shown = hides(
    "订单号,收货人,手机号,地址,商品名称,数量\nG1,张三丰,19900001234,星光花园3幢2单元1201室,纯牛奶,2\n",
  );
  expect(shown).toContain("纯牛奶");
  expect(shown).toContain("G1");
});

test("redact: a phone number in any other text is masked", () => {
  expect(redactText('{"extra":"call 19900001234 now"}')).toContain("199****1234");
});
