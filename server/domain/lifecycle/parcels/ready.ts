import { mayStart } from "../../orders";
import { membersOf } from "../effects";
import type { Model, ParcelState } from "../model";

/** Whether the store may begin: there is something in it, and every order in it may start. */
export function isParcelReady(model: Model, parcel: ParcelState): boolean {
  const members = membersOf(model, parcel);
  return members.length > 0 && members.every(mayStart);
}
