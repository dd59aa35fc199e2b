export { clockCase } from "./cases/clock-cases";
export { type Oddities, oddityCases } from "./cases/oddities";
export { contactOf, wholeContact } from "./contact";
export { contentOf, sourceKey } from "./content";
export {
  type Draft,
  draftLines,
  draftOrder,
  needsNoConfirm,
} from "./draft-order";
export { caseCounter, firstEvent, orderCounter } from "./first-event";
export { repeatedMessages } from "./outcome";
export { type Owners, ownSteps } from "./own-steps";
export { contactFact, doorOfSealed, sealContact } from "./seal-contact";
export { settleDrafts } from "./settle-drafts";
export { type Hashed, type Hashes, type KnownOrder, type Sorted, sortOrders } from "./sort-orders";
export {
  emptyUnderstood,
  type Heard,
  type NewOrder,
  sortIn,
  type Understood,
} from "./understood";
