import type { DemoChannel } from "@/server/domain/demo/accounts";
import { demoCompounds, movedBy } from "@/server/domain/demo/compounds";
import type {
  DemoCompound,
  DemoDoor,
  DemoHousehold,
  DemoPerson,
} from "@/server/domain/demo/household-types";
import { inventName, inventPhone } from "@/server/domain/demo/names";
import type { DemoCity } from "@/server/domain/demo/types";
import { present } from "@/server/domain/kernel/assert";
import type { Rng } from "@/server/domain/kernel/rng";

export { ADDRESS_STYLES, writeAddress } from "./write-address";

const DOORS_PER_FLOOR = 4;
/** How many of ten thousand use each channel; nearly everyone in the city has two or more. */
const HABITS: readonly (readonly [DemoChannel, number])[] = [
  ["app", 5_500],
  ["mini", 5_000],
  ["meituan", 6_000],
  ["eleme", 4_000],
  ["group", 1_500],
];

/**
 * The people who order: households behind different doors of the city's compounds. Same generator state, same people.
 *
 * @param count households, at most 40 000 people among them keep different phones
 * @returns ids H0001…, people P00001…, every door and every phone different
 */
export function demoHouseholds(city: DemoCity, rng: Rng, count = 5_000): DemoHousehold[] {
  const compounds = demoCompounds(city, rng.fork("compounds"));
  const households: DemoHousehold[] = [];
  let people = 0;
  for (let index = 0; index < count; index += 1) {
    const compound = present(compounds[index % compounds.length], "a compound");
    const size = rng.pick([1, 1, 2, 2, 2, 3]);
    households.push({
      id: `H${String(index + 1).padStart(4, "0")}`,
      storeCode: compound.storeCode,
      door: doorAt(compound, Math.floor(index / compounds.length)),
      people: Array.from({ length: size }, (_, nth) => inventPerson(people + nth, rng)),
    });
    people += size;
  }
  return households;
}

/** Twelve households to a building, four to a stair, so that many have neighbours who order too. */
function doorAt(compound: DemoCompound, nth: number): DemoDoor {
  const building = 1 + (Math.floor(nth / 12) % 18);
  const unit = 1 + (Math.floor(nth / 4) % 3);
  const rounds = Math.floor(nth / (12 * 18));
  const floor = 2 + ((nth * 7 + building * 3) % 16) + rounds * 16;
  const room = `${floor}${String(1 + (nth % DOORS_PER_FLOOR)).padStart(2, "0")}`;
  return {
    id: `${compound.id}-${building}-${unit}-${room}`,
    compound,
    building,
    unit,
    room,
    ...movedBy(compound, {
      eastMetres: ((building % 6) - 3) * 45 + unit * 12,
      northMetres: (Math.floor(building / 6) - 1) * 60,
    }),
  };
}

function inventPerson(index: number, rng: Rng): DemoPerson {
  const sex = rng.chance(5_000) ? "male" : "female";
  const channels = HABITS.filter(([, bps]) => rng.chance(bps)).map(([channel]) => channel);
  return {
    id: `P${String(index + 1).padStart(5, "0")}`,
    name: inventName(sex, rng),
    sex,
    phone: inventPhone(index),
    channels: channels.length > 0 ? channels : ["app"],
  };
}
