import { assert } from "../kernel/assert";
import type { Rng } from "../kernel/rng";
import { ASSORTMENT, type Family, type Pack } from "./assortment";
import type { DemoSku } from "./types";

/** What everybody buys: these take the first places of demand, in this order. */
const HOT = ["鲜牛奶", "鲜鸡蛋", "矿泉水", "纯牛奶", "香蕉", "可乐", "抽纸", "番茄"] as const;
const HOTTEST = 400;

type Draft = Omit<DemoSku, "code" | "barcode" | "popularity">;

/**
 * The 600 articles of the demo city.
 *
 * @returns codes K0001 to K0600, barcodes unique and valid, names unique, popularity 1 to 400, falling like 1/rank
 */
export function demoCatalogue(rng: Rng): DemoSku[] {
  const drafts = ASSORTMENT.flatMap((family) => draftFamily(family, rng.fork(family.category)));
  const ranks = popularityRanks(drafts, rng.fork("popularity"));
  return drafts.map((draft, index) => ({
    ...draft,
    code: `K${String(index + 1).padStart(4, "0")}`,
    barcode: ean13(`6900000${String(index + 1).padStart(5, "0")}`),
    popularity: Math.max(1, Math.round(HOTTEST / ((ranks[index] ?? drafts.length) + 1) ** 0.8)),
  }));
}

/**
 * A barcode with its check digit.
 *
 * @param twelve the first twelve digits
 * @throws InvariantError when they are not twelve digits
 * @example ean13("400638133393") → "4006381333931"
 */
export function ean13(twelve: string): string {
  assert(/^\d{12}$/.test(twelve), `twelve digits, got ${twelve}`);
  const sum = [...twelve].reduce((a, digit, i) => a + Number(digit) * (i % 2 === 0 ? 1 : 3), 0);
  return twelve + String((10 - (sum % 10)) % 10);
}

function draftFamily(family: Family, rng: Rng): Draft[] {
  const products = family.products.split(" ").map((text) => text.split(":"));
  const all = products.flatMap(([name, yuan]) =>
    family.packs.flatMap((pack) =>
      family.brands.map((brand) =>
        draft({ family, name: `${brand}${name ?? ""}`, baseFen: tenths(yuan ?? "0"), pack }),
      ),
    ),
  );
  assert(all.length >= family.count, `${family.category}: ${all.length} of ${family.count}`);
  // Every product stays at least once: the first brand and pack of each, then a draw from the rest.
  const step = family.packs.length * family.brands.length;
  const first = all.filter((_, index) => index % step === 0);
  const rest = shuffle(
    all.filter((_, index) => index % step !== 0),
    rng,
  );
  return [...first, ...rest].slice(0, family.count);
}

/** "9.9" yuan is 990 fen, from the text and without floats. */
function tenths(yuan: string): number {
  const [whole, tenth] = yuan.split(".");
  return Number(whole) * 100 + Number(tenth ?? "0") * 10;
}

function draft(from: { family: Family; name: string; baseFen: number; pack: Pack }): Draft {
  const [label, grams, volumeMl, percent] = from.pack;
  const priceFen = Math.max(100, Math.round((from.baseFen * percent) / 1_000) * 10);
  return {
    name: `${from.name} ${label}`,
    category: from.family.category,
    zone: from.family.zone,
    priceFen,
    costFen: Math.round((priceFen * 68) / 100),
    weightGrams: grams,
    volumeMl,
  };
}

function popularityRanks(drafts: readonly Draft[], rng: Rng): number[] {
  const hot = HOT.map((word) => drafts.findIndex((draft) => draft.name.includes(word)));
  const order = shuffle(
    drafts.map((_, index) => index).filter((index) => !hot.includes(index)),
    rng,
  );
  const ranks: number[] = [];
  [...hot, ...order].forEach((index, rank) => {
    ranks[index] = rank;
  });
  return ranks;
}

function shuffle<T>(list: readonly T[], rng: Rng): T[] {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i -= 1) {
    const j = rng.int(i + 1);
    const [a, b] = [out[i] as T, out[j] as T];
    out[i] = b;
    out[j] = a;
  }
  return out;
}
