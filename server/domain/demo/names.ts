import type { Rng } from "@/server/domain/kernel/rng";

const SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕";
const MALE = "伟强磊军洋勇杰涛明超亮刚平辉鹏飞斌浩宇航晨昊博文泽瑞凯峰健立";
const FEMALE = "芳娜敏静丽艳娟霞婷雪玲倩颖琳悦欣怡佳雯慧洁媛璐琪萍燕晴蕾薇岚";
/** Number ranges with zeros where a real subscriber's area would be: well-shaped, and nobody's. */
const PHONE_HEADS = ["1990000", "1700000", "1920000", "1620000"] as const;
/** Coprime to 10 000, so that neighbours do not get neighbouring numbers. */
const PHONE_STRIDE = 3_779;

export type Sex = "male" | "female";

/**
 * An invented person's name, two or three characters.
 *
 * @returns a name that repeats now and then, as names do
 */
export function inventName(sex: Sex, rng: Rng): string {
  const given = sex === "male" ? MALE : FEMALE;
  const surname = SURNAMES.charAt(rng.int(SURNAMES.length));
  const first = given.charAt(rng.int(given.length));
  return rng.chance(6_000)
    ? surname + first + given.charAt(rng.int(given.length))
    : surname + first;
}

/**
 * An invented mobile number: eleven digits that pass a shape check and belong to nobody.
 *
 * @param index which one, ≥ 0; different below 40 000
 */
export function inventPhone(index: number): string {
  const head = PHONE_HEADS[index % PHONE_HEADS.length] ?? PHONE_HEADS[0];
  const serial = (Math.floor(index / PHONE_HEADS.length) * PHONE_STRIDE) % 10_000;
  return head + String(serial).padStart(4, "0");
}
