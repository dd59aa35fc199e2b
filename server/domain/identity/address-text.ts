import { HAN_DIGIT, numerals } from "./numerals";

/** What follows is no address. Bringing text into its normal form sorts marks, which takes the square of their number. */
const LENGTH_MAX = 1_024;
/** Words for couriers, not for the place. */
const NOTES =
  /(放(在)?(门口|家门口|前台|门卫|快递柜)|丰巢|快递柜|门卫(室)?|到了(打|请打)?电话|请?电联|送货上门|别敲门|勿按门铃)/g;
/** Traditional and variant characters of the words that name parts of an address, and of frequent names. */
const VARIANTS = new Map(
  (
    "號号 樓楼 棟栋 橦幢 單单 層层 園园 區区 縣县 鎮镇 鄉乡 門门 廈厦 廣广 場场 東东 莊庄 庒庄 灣湾 軒轩 華华 橋桥 " +
    "衖弄 裏里 裡里 閣阁 館馆 舊旧 兩两 廠厂 邨村 臺台 嶺岭 龍龙 麗丽 雲云 濱滨 陽阳 寧宁 蘇苏 慶庆 漢汉 遼辽 " +
    "錦锦 長长 閔闵 餘余 蕭萧 黃黄 灘滩 島岛 貴贵 銀银 瀋沈 濟济 錢钱 興兴 綠绿 藍蓝 紅红 靜静 楊杨 鳳凤 " +
    "鷺鹭 鶴鹤 蘭兰 蓮莲 樺桦 楓枫 凱凯 薈荟 瀾澜 爾尔 維维 聯联 義义 書书 學学 醫医 國国 際际 財财 業业 " +
    "電电 機机 報报 傑杰 樂乐 夢梦 圖图 壩坝 溝沟 澗涧 濤涛 馬马 魚鱼 鳥鸟 雙双 溫温 鄭郑 鄰邻 鐵铁 鋼钢 組组"
  )
    .split(" ")
    .map((pair) => [pair.charAt(0), pair.charAt(1)] as const),
);
/** After a room, what may be part of it: 1201室A, 1201室东户, 101室之二. Anything else there is for the courier. */
const ROOM_PART =
  /^(?:[A-Z之第东西南北左右前后甲乙丙丁零〇一二两三四五六七八九十]|中间|主卧|次卧|[内外大小]间|阁楼|隔间|阳台|[上下]铺)/;

const COUNTING = new RegExp(`[0-9A-Z${HAN_DIGIT}十百千]`);

/** An address in its normal form, and what follows the room in it. */
type AddressText = { text: string; afterRoom: string; isWhole: boolean };

/**
 * One form for what means the same: width, case, brackets, spaces, numerals, traditional characters, notes.
 *
 * @param raw as a channel writes it
 * @returns `afterRoom` is empty unless it may be part of the room; `isWhole` is false where the text was cut, which
 * may have cut a number
 */
export function addressText(raw: string): AddressText {
  const cut = raw.slice(0, LENGTH_MAX);
  const place = cut.normalize("NFKC").split("@#")[0] ?? "";
  const plain = withoutNotes([...place.toUpperCase()].map((c) => VARIANTS.get(c) ?? c).join(""));
  const whole = numerals(withoutGaps(plain));
  const [, text = whole, after = ""] = /^(.*\d[A-Z]?(?:号室|室))([^\d]*)$/.exec(whole) ?? [];
  const afterRoom = ROOM_PART.test(after) ? after : "";
  return { text, afterRoom, isWhole: raw.length <= LENGTH_MAX };
}

/** Notes stand at the end: before a number, the same characters are part of a name (门卫新村). */
function withoutNotes(text: string): string {
  let end = text.length;
  while (end > 0 && !/[0-9室]/.test(text.charAt(end - 1))) end -= 1;
  return (text.slice(0, end) + text.slice(end).replace(NOTES, " ")).replaceAll("NULL", " ");
}

/** Signs between words say nothing; between numbers they are a dash, or 1 23 would become 12 3. */
function withoutGaps(text: string): string {
  return text
    .replace(/\p{Cf}|\ufe0e|\ufe0f/gu, "")
    .replace(/[‐-―−_]/g, "-")
    .replace(
      /[\s()【】[\],，.。;；、!！~·•\p{Extended_Pictographic}]+/gu,
      (gap, at: number, all: string) => {
        const isBetween =
          COUNTING.test(all.charAt(at - 1)) && COUNTING.test(all.charAt(at + gap.length));
        return isBetween ? "-" : "";
      },
    );
}
