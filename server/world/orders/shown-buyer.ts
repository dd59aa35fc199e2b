import type { DemoPerson } from "@/server/domain/demo/household-types";
import { inventPhone } from "@/server/domain/demo/names";
import type { Rng } from "@/server/domain/kernel/rng";
import type { OrderChannel, ShownBuyer } from "./order";

/** Virtual numbers come from a range that no person of the demo has. */
const VIRTUAL_FROM = 32_000;
const VIRTUAL_COUNT = 8_000;

/** A person as a channel shows them: 美团 masked or virtual, 饿了么 virtual with the masked one beside, ours plain. */
export function shownBuyer(person: DemoPerson, channel: OrderChannel, rng: Rng): ShownBuyer {
  const title = person.sex === "male" ? "先生" : "女士";
  const plain = { phone: person.phone, phoneExt: null, maskedPhone: null };
  switch (channel) {
    case "meituan": {
      const name = `${rng.chance(6_000) ? person.name.charAt(0) : person.name}(${title})`;
      if (rng.chance(5_000)) return { name, ...plain, phone: maskPhone(person.phone) };
      return { name, ...virtual(rng), maskedPhone: null };
    }
    case "eleme": {
      const name = rng.chance(5_000) ? person.name.charAt(0) + title : person.name;
      if (rng.chance(2_500)) return { name, ...plain };
      return { name, ...virtual(rng), maskedPhone: maskPhone(person.phone) };
    }
    case "mini":
      return rng.chance(1_500)
        ? { name: person.name.charAt(0) + title, ...plain }
        : { name: person.name, ...plain };
    default:
      return { name: person.name, ...plain };
  }
}

/** `19900001234` → `199****1234` */
function maskPhone(phone: string): string {
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}

function virtual(rng: Rng): { phone: string; phoneExt: string } {
  return {
    phone: inventPhone(VIRTUAL_FROM + rng.int(VIRTUAL_COUNT)),
    phoneExt: String(1_000 + rng.int(9_000)),
  };
}
