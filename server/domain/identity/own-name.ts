/** Kinds of houses and people: a name of such words alone is found on many streets. */
const GENERIC = new RegExp(
  [
    "花园 家园 花苑 雅苑 新苑 名苑 公寓 公馆 小区 社区 新村 住宅 宿舍 大院 后院 院内 家属 居民 楼房 平房 民房 别墅",
    "大学生 研究生 留学生 博士后 学生 教师 教工 职工 员工 工人 人才 专家 青年 单身 白领 蓝领 老年 养老 干部 军人 部队",
    "公租 廉租 安置 回迁 拆迁 保障 经济 适用 商品 租赁 长租 精品 国际 高层 多层 沿街 临街 底商 商铺 门面 店面 铺面",
    "大楼 大厦 中心 广场 商务 商业 商贸 办公 写字 综合 行政 服务 政府 机关 单位 公司 集团 工厂 仓库 车间 工业 产业",
    "科技 科研 创业 创意 创新 孵化 开发 园区 厂区 院区 校区 库区 生活 教学 实验 学校 校园 大学 中学 小学 幼儿园 食堂",
    "图书馆 体育馆 医院 门诊 急诊 住院 超市 市场 商场 酒店 宾馆 饭店 菜场 农贸 银行 邮局 车站 地铁 停车场 对面 旁边 附近",
  ]
    .join(" ")
    .split(" ")
    .sort((a, b) => b.length - a.length)
    .join("|"),
  "g",
);
/** Signs that tell parts of one place apart, or count them. */
const PART_SIGNS = /^[东西南北中前后左右上下内外大小新老旧第楼房院区期号幢栋座室的]*$/;
/** What many compounds' names end with, and hardly anything else. */
const COMPOUND =
  /^(\p{Script=Han}{2,12}?)(?:花园|家园|庄园|名园|雅苑|花苑|名苑|新苑|嘉苑|佳苑|公馆|华庭|名庭|豪庭|雅庭|名邸|雅居|小区|新村|天街|苑|轩)(?:(?:\d{1,2}|[A-Z]|[东西南北中甲乙丙丁])(?:区|期|苑|园))*$/u;
const ROAD_AND_NUMBER = /^\p{Script=Han}{2,8}?(?:路|街|大道|巷|胡同)\d{1,5}(?:-\d{1,3})?(?:号|弄)/u;

/**
 * Whether a name says which place is meant even where nothing is said of its street: 星光花园 does, 学生公寓, 东区 and
 * 中心大楼 do not. In doubt it does not: two places with one name are worse than one place with two.
 *
 * @param name normalised, without administrative names
 */
export function isOwnName(name: string): boolean {
  const rest = name.replace(GENERIC, "").replace(/[^\p{Script=Han}]/gu, "");
  return rest.length >= 2 && !PART_SIGNS.test(rest);
}

/** Whether it is the name of a compound, with its parts (一期, 东区), and an own one. */
export function isCompound(name: string): boolean {
  const stem = COMPOUND.exec(name)?.[1];
  return stem !== undefined && isOwnName(stem);
}

/** Whether it begins with a road and a number on it. */
export function startsWithRoad(text: string): boolean {
  return ROAD_AND_NUMBER.test(text);
}
