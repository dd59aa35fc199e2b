import type { TemperatureZone } from "../kernel/goods";

/** Label as printed, grams, millilitres of space in a bag, price against the base in percent. */
export type Pack = readonly [label: string, grams: number, volumeMl: number, pricePercent: number];

/** A shelf of goods: every product in every pack of every brand, `count` of them chosen. */
export type Family = {
  category: string;
  zone: TemperatureZone;
  count: number;
  brands: readonly string[];
  /** "name:base price in yuan, whole or with one decimal" */
  products: string;
  packs: readonly Pack[];
};

const LOOSE: readonly Pack[] = [
  ["300g", 300, 900, 100],
  ["500g", 500, 1_500, 160],
];
const BOTTLE: readonly Pack[] = [
  ["500ml", 520, 560, 100],
  ["500ml×6", 3_120, 3_400, 560],
  ["1.5L", 1_540, 1_650, 190],
];
const CARTON: readonly Pack[] = [
  ["250ml", 258, 270, 100],
  ["950ml", 980, 1_020, 330],
  ["250ml×12", 3_150, 3_300, 1_080],
];
const SNACK: readonly Pack[] = [
  ["70g", 80, 600, 100],
  ["150g", 165, 1_100, 190],
  ["家庭装400g", 420, 2_600, 430],
];
const JAR: readonly Pack[] = [
  ["500g", 560, 620, 100],
  ["1kg", 1_080, 1_150, 185],
];
const FROZEN: readonly Pack[] = [
  ["300g", 310, 520, 100],
  ["800g", 820, 1_300, 240],
];
const HOUSE: readonly Pack[] = [
  ["1件", 420, 900, 100],
  ["2件装", 840, 1_800, 185],
];

/** What the shops sell, 600 articles, invented brands. */
export const ASSORTMENT: readonly Family[] = [
  {
    category: "蔬菜",
    zone: "ambient",
    count: 50,
    brands: ["", "半亩田"],
    products:
      "上海青:3.9 菠菜:4.9 生菜:3.5 油麦菜:4.2 西兰花:5.9 花菜:4.9 番茄:5.5 黄瓜:3.9 茄子:4.5 土豆:2.9 胡萝卜:3.2 洋葱:2.9 青椒:4.8 娃娃菜:4.9 芹菜:4.2 莲藕:6.9 铁棍山药:8.9 香菇:7.9 金针菇:3.9 杏鲍菇:4.9 甜玉米:5.9 贝贝南瓜:6.5 四季豆:6.2 韭菜:4.5",
    packs: LOOSE,
  },
  {
    category: "水果",
    zone: "ambient",
    count: 45,
    brands: ["", "枝头鲜"],
    products:
      "红富士苹果:6.9 香蕉:4.9 砂糖橘:7.9 巨峰葡萄:9.9 蓝莓:14.9 草莓:19.9 火龙果:8.9 奇异果:9.9 雪梨:5.9 柠檬:6.5 车厘子:29.9 山竹:18.9 哈密瓜:8.5 小番茄:7.9 牛油果:12.9 橙子:6.9",
    packs: LOOSE,
  },
  {
    category: "肉禽蛋",
    zone: "chilled",
    count: 40,
    brands: ["青禾", "山野牧", "晨谷"],
    products:
      "鲜鸡蛋:9.9 土鸡蛋:14.9 猪里脊:15.9 五花肉:16.9 猪肋排:24.9 牛腩:32.9 牛里脊:36.9 鸡胸肉:9.9 鸡翅中:17.9 鸡腿:12.9 羊肉片:29.9 鸭腿:13.9",
    packs: LOOSE,
  },
  {
    category: "冰鲜水产",
    zone: "chilled",
    count: 15,
    brands: ["东海湾", ""],
    products: "三文鱼块:39.9 带鱼段:19.9 小黄鱼:16.9 虾仁:29.9 鱿鱼须:18.9 龙利鱼柳:22.9",
    packs: LOOSE,
  },
  {
    category: "活鲜",
    zone: "live",
    count: 15,
    brands: ["鲜活", "东海湾鲜活"],
    products: "鲈鱼:26.9 基围虾:32.9 花蛤:9.9 大闸蟹:49.9 鲫鱼:15.9 黑鱼:22.9 扇贝:19.9 生蚝:24.9",
    packs: [["500g", 500, 2_000, 100]],
  },
  {
    category: "牛奶",
    zone: "chilled",
    count: 50,
    brands: ["云杉牧场", "晨谷", "西溪岸", "小满"],
    products:
      "鲜牛奶:4.9 纯牛奶:3.9 高钙牛奶:4.5 低脂牛奶:4.5 脱脂牛奶:4.6 有机纯牛奶:6.5 儿童牛奶:4.8 A2牛奶:7.9 草莓牛奶:4.9 香蕉牛奶:4.9 巧克力牛奶:5.2 燕麦牛奶:5.5 零乳糖牛奶:6.2",
    packs: CARTON,
  },
  {
    category: "酸奶奶酪",
    zone: "chilled",
    count: 30,
    brands: ["云杉牧场", "小满", "雪团"],
    products:
      "原味酸奶:5.9 黄桃酸奶:6.5 草莓酸奶:6.5 希腊酸奶:8.9 活菌酸牛奶:5.2 儿童奶酪棒:14.9 马苏里拉奶酪:22.9 黄油:19.9",
    packs: [
      ["200g", 215, 230, 100],
      ["200g×3", 645, 700, 285],
    ],
  },
  {
    category: "饮料",
    zone: "ambient",
    count: 45,
    brands: ["山雀", "气泡岛", "橙里"],
    products:
      "可乐:3 无糖可乐:3 柠檬汽水:3.2 白桃气泡水:5 青柠气泡水:5 橙汁:6.9 葡萄汁:6.9 乌龙茶饮:5 茉莉花茶饮:4.5 冰红茶:3.5 电解质水:5.5 维生素饮料:5 椰子水:8.9",
    packs: BOTTLE,
  },
  {
    category: "水茶咖啡",
    zone: "ambient",
    count: 30,
    brands: ["涌泉", "清峦", "北窗"],
    products: "矿泉水:2 纯净水:1.5 苏打水:4 即饮拿铁:7.9 即饮美式:6.9 牛奶咖啡:7.5 西湖绿茶饮:5.5",
    packs: BOTTLE,
  },
  {
    category: "酒水",
    zone: "ambient",
    count: 20,
    brands: ["拱北", "湖上"],
    products:
      "精酿啤酒:9.9 原浆啤酒:6.9 干红葡萄酒:49 桂花米酒:15.9 青梅酒:29 黄酒:16.9 苏打酒:12.9",
    packs: [
      ["330ml", 600, 480, 100],
      ["330ml×6", 2_400, 2_300, 560],
    ],
  },
  {
    category: "零食",
    zone: "ambient",
    count: 50,
    brands: ["小山丘", "脆集", "禾木"],
    products:
      "原味薯片:6.9 黄瓜薯片:6.9 虾条:5.9 每日坚果:9.9 夏威夷果:16.9 腰果:15.9 瓜子:6.5 牛肉干:18.9 鸭脖:12.9 豆腐干:5.9 海苔:8.9 话梅:7.5 牛奶糖:8.9 黑巧克力:14.9 山楂条:6.9",
    packs: SNACK,
  },
  {
    category: "饼干糕点",
    zone: "ambient",
    count: 25,
    brands: ["禾木", "麦田里"],
    products:
      "苏打饼干:6.9 牛奶饼干:7.5 夹心威化:7.9 蛋卷:12.9 手撕面包:9.9 牛奶吐司:11.9 桂花糕:13.9 蛋黄酥:15.9",
    packs: SNACK,
  },
  {
    category: "粮油调味",
    zone: "ambient",
    count: 45,
    brands: ["青禾", "稻香村头", "老灶台"],
    products:
      "五常大米:9.9 东北珍珠米:7.9 小米:8.9 中筋面粉:4.9 挂面:5.9 菜籽油:15.9 花生油:22.9 生抽:8.9 老抽:9.5 米醋:6.9 蚝油:9.9 食用盐:3.5 白砂糖:6.5 豆瓣酱:9.9 番茄沙司:8.9",
    packs: JAR,
  },
  {
    category: "方便速食",
    zone: "ambient",
    count: 25,
    brands: ["热锅", "老灶台", "一碗"],
    products:
      "红烧牛肉面:4.9 酸辣粉:6.9 螺蛳粉:11.9 自热米饭:19.9 自热火锅:26.9 速食粥:5.9 片儿川:9.9",
    packs: [
      ["单份", 130, 900, 100],
      ["5连包", 620, 4_000, 470],
    ],
  },
  {
    category: "冷冻食品",
    zone: "frozen",
    count: 35,
    brands: ["雪团", "禾木", "一碗"],
    products:
      "猪肉白菜水饺:14.9 三鲜水饺:15.9 虾仁馄饨:18.9 黑芝麻汤圆:9.9 奶黄包:12.9 牛奶馒头:9.9 手抓饼:11.9 鸡块:16.9 薯条:13.9 牛排:29.9 速冻玉米粒:7.9 火锅肥牛:26.9",
    packs: FROZEN,
  },
  {
    category: "冰淇淋",
    zone: "frozen",
    count: 15,
    brands: ["雪团", "云杉牧场"],
    products: "香草冰淇淋:7.9 巧克力脆皮雪糕:6.5 牛奶雪糕:4.5 绿豆冰棍:3 抹茶冰淇淋:8.9",
    packs: [
      ["75g", 85, 140, 100],
      ["75g×4", 330, 540, 370],
    ],
  },
  {
    category: "纸品",
    zone: "ambient",
    count: 15,
    brands: ["柔云", "竹里"],
    products: "抽纸:6.9 卷纸:8.9 湿巾:7.5 厨房纸:9.9 手帕纸:5.9",
    packs: [
      ["3包", 450, 3_200, 100],
      ["12包", 1_800, 12_500, 370],
    ],
  },
  {
    category: "清洁",
    zone: "ambient",
    count: 20,
    brands: ["净舍", "竹里"],
    products: "洗洁精:9.9 洗衣液:19.9 洗衣凝珠:25.9 油烟净:15.9 垃圾袋:6.9 百洁布:5.9 消毒液:12.9",
    packs: HOUSE,
  },
  {
    category: "个护",
    zone: "ambient",
    count: 20,
    brands: ["清晨里", "柔云"],
    products: "牙膏:9.9 牙刷:6.9 洗发水:29.9 沐浴露:26.9 洗手液:9.9 牛奶沐浴乳:27.9 卫生巾:15.9",
    packs: HOUSE,
  },
  {
    category: "母婴宠物",
    zone: "ambient",
    count: 10,
    brands: ["小满", "毛球"],
    products: "纸尿裤:59 婴儿湿巾:12.9 猫粮:39 猫砂:29 狗零食:15.9",
    packs: HOUSE,
  },
];
