import type { DemoPerson } from "@/server/domain/demo/household-types";
import { inventPhone } from "@/server/domain/demo/names";
import type { Rng } from "@/server/domain/kernel/rng";
import type { ShownBuyer } from "./order";

/** Virtual numbers come from a range that no person of the demo has. */
const VIRTUAL_FROM = 32_000;
const VIRTUAL_COUNT = 8_000;

export const plainNumber = ({ phone }: DemoPerson): Omit<ShownBuyer, "name"> => ({
  phone,
  phoneExt: null,
  maskedPhone: null,
});

/** `19900001234` → `199****1234` */
export function maskPhone(phone: string): string {
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}

/** A number with an extension that leads to a person for a while. */
export function virtualNumber(rng: Rng): { phone: string; phoneExt: string } {
  return {
    phone: inventPhone(VIRTUAL_FROM + rng.int(VIRTUAL_COUNT)),
    phoneExt: String(1_000 + rng.int(9_000)),
  };
}
