import { comparePhones, namesConflict, readName } from "../../identity";
import type { Buyer } from "../model";

type Household = Pick<Buyer, "doorKey" | "phoneKey" | "maskKey" | "nameMasked">;

/** Whether nothing speaks against that two buyers are one household: not the door, the number or the name. */
export function mayTravelTogether(one: Household, other: Household): boolean {
  return (
    one.doorKey === other.doorKey &&
    comparedPhones(one, other) !== "conflict" &&
    !namesConflict(surnameOf(one), surnameOf(other))
  );
}

const surnameOf = ({ nameMasked }: Household) =>
  nameMasked === null ? null : readName(nameMasked).surname;
/** Whether two numbers are one: agree, conflict, or nobody can tell. */
export const comparedPhones = (one: Household, other: Household) =>
  comparePhones(
    { full: one.phoneKey, mask: one.maskKey },
    { full: other.phoneKey, mask: other.maskKey },
  );
